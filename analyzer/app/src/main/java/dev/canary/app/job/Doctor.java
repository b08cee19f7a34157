package dev.canary.app.job;

import dev.canary.baseline.Reference;
import dev.canary.format.FormatException;
import dev.canary.format.Texts;
import dev.canary.kafka.BrokerException;
import dev.canary.replay.Observation;
import dev.canary.replay.Order;
import dev.canary.replay.Run;
import dev.canary.store.StoreException;
import dev.canary.suite.Place;
import dev.canary.suite.Suite;
import dev.canary.target.LoadException;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Sign;
import dev.canary.target.Target;
import dev.canary.watch.Tier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Examines a workspace: everything a run needs, each part on its own, so that one problem hides no
 * other.
 *
 * @param wiring of the workspace
 */
public record Doctor(Wiring wiring) {

  /** One thing that was examined. */
  public record Diagnosis(String what, boolean well, String finding) {
    /** The diagnosis on one line. */
    public String line() {
      return "%s  %-24s %s".formatted(well ? "ok  " : "BAD ", what, finding);
    }

    /** The same as JSON. */
    public String json() {
      Map<String, String> texts = new LinkedHashMap<>();
      texts.put("what", what);
      texts.put("state", well ? "ok" : "bad");
      texts.put("finding", finding);
      return Texts.json(texts);
    }
  }

  /** Examines everything. */
  public List<Diagnosis> examine() {
    List<Diagnosis> all = new ArrayList<>();
    all.add(java());
    all.add(
        look(
            "store",
            () -> wiring.store().place() + ", " + wiring.outbox().size() + " events wait"));
    for (String suite : wiring.workspace().suites()) {
      all.add(look("suite " + suite, () -> cases(suite)));
      all.addAll(models(suite));
      all.add(look("baseline " + suite, () -> baseline(suite)));
    }
    all.add(look("kafka", this::kafka));
    return all;
  }

  private static Diagnosis java() {
    int version = Runtime.version().feature();
    return new Diagnosis(
        "java",
        version >= 17,
        Runtime.version() + (version >= 17 ? "" : "; install a JDK 17 or later"));
  }

  private String cases(String suite) throws FormatException, CannotRunException {
    return watched(suite).suite().cases().size() + " cases";
  }

  /** The model, or each of its replicas: one that is away hides no other. */
  private List<Diagnosis> models(String suite) {
    List<Diagnosis> models = new ArrayList<>();
    try {
      for (Watched one : watched(suite).replicas()) {
        models.add(look("model " + one.name(), () -> model(one)));
      }
    } catch (FormatException | CannotRunException e) {
      models.add(
          look(
              "model " + suite,
              () -> {
                throw e;
              }));
    }
    return models;
  }

  private String model(Watched one) throws FormatException, CannotRunException, LoadException {
    if (one.suite().target().place() instanceof Place.Server) {
      return served(one);
    }
    ModelIdentity model = identity(one);
    return "%s loads, %s %s"
        .formatted(model.versionOrDefault(), model.engine(), model.engineVersion());
  }

  /** Up is not ready, and ready is not right: the three are told apart. */
  private String served(Watched one) throws FormatException, CannotRunException, LoadException {
    Run run = asked(one);
    String said =
        run.health()
            .map(h -> "live %s, ready %s, ".formatted(word(h.live()), word(h.ready())))
            .orElse("");
    for (Observation observation : run.observations()) {
      if (observation instanceof Observation.Failed failed) {
        String why = one.suite().secret() ? failed.reason().name() : failed.message();
        throw new CannotRunException(
            "%sbut %s got no answer: %s".formatted(said, failed.caseId(), why));
      }
    }
    ModelIdentity model = run.model();
    return "%s%d of its cases answered, version %s, %s %s"
        .formatted(
            said,
            run.observations().size(),
            model.versionOrDefault(),
            model.engine(),
            model.engineVersion());
  }

  private static String word(Sign sign) {
    return switch (sign.says()) {
      case YES -> "yes";
      case NO -> "no";
      case NOTHING -> "not told";
    };
  }

  private ModelIdentity identity(Watched one) throws FormatException, LoadException {
    try (Target target = wiring.targets().open(one.suite(), one.folder())) {
      return target.identity();
    }
  }

  /** A server tells who it is only when it is asked something. */
  private Run asked(Watched one) throws FormatException, LoadException {
    Suite smoke = Tier.SMOKE.of(one.suite());
    try (Target target = wiring.targets().open(smoke, one.folder())) {
      return wiring.replay(done -> {}).run(smoke, target, Order.asWritten(smoke.cases().size()));
    }
  }

  private String baseline(String suite) throws FormatException, CannotRunException, LoadException {
    Watched one = watched(suite).turn(0);
    boolean served = one.suite().target().place() instanceof Place.Server;
    ModelIdentity model = served ? asked(one).model() : identity(one);
    Reference reference = wiring.baselines().reference(one.suite(), model);
    if (reference instanceof Reference.Approved approved) {
      return "%s approved, %d captures"
          .formatted(approved.baseline().version(), approved.baseline().provenance().captures());
    }
    throw new CannotRunException(
        reference instanceof Reference.Absent absent
            ? absent.reason() + "; " + absent.cure()
            : "none for the version that answers; run: canary capture " + suite);
  }

  private String kafka() throws FormatException, CannotRunException {
    try (Delivery delivery = wiring.delivery()) {
      Optional<String> address = delivery.connect().map(settings -> settings.bootstrap());
      return address.map(a -> "up at " + a).orElse("none: events stay in the store");
    }
  }

  private Watched watched(String suite) throws FormatException, CannotRunException {
    return wiring.suites(List.of(suite)).get(0);
  }

  private static Diagnosis look(String what, Callable<String> examination) {
    try {
      return new Diagnosis(what, true, examination.call());
    } catch (FormatException e) {
      return new Diagnosis(what, false, e.summary());
    } catch (CannotRunException | LoadException | StoreException | BrokerException e) {
      return new Diagnosis(what, false, String.valueOf(e.getMessage()));
    } catch (Exception e) {
      return new Diagnosis(what, false, e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }
}

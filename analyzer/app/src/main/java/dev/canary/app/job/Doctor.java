package dev.canary.app.job;

import dev.canary.baseline.Reference;
import dev.canary.format.FormatException;
import dev.canary.format.Texts;
import dev.canary.kafka.BrokerException;
import dev.canary.store.StoreException;
import dev.canary.target.LoadException;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Target;
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
      all.add(look("model " + suite, () -> model(suite)));
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

  private String model(String suite) throws FormatException, CannotRunException, LoadException {
    ModelIdentity model = identity(suite);
    return "%s loads, %s %s"
        .formatted(model.versionOrDefault(), model.engine(), model.engineVersion());
  }

  private ModelIdentity identity(String suite)
      throws FormatException, CannotRunException, LoadException {
    Watched watched = watched(suite);
    try (Target target = wiring.targets().open(watched.suite(), watched.folder())) {
      return target.identity();
    }
  }

  private String baseline(String suite) throws FormatException, CannotRunException, LoadException {
    Reference reference = wiring.baselines().reference(watched(suite).suite(), identity(suite));
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

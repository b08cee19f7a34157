package dev.canary.app.init;

import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.Targets;
import dev.canary.format.FormatException;
import dev.canary.replay.Observation;
import dev.canary.replay.Order;
import dev.canary.replay.Replay;
import dev.canary.replay.Run;
import dev.canary.suite.Case;
import dev.canary.suite.OutputSpec;
import dev.canary.suite.Suite;
import dev.canary.suite.TargetSpec;
import dev.canary.target.CacheTest;
import dev.canary.target.Health;
import dev.canary.target.LoadException;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.target.Sign;
import dev.canary.target.Signature;
import dev.canary.target.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at a server without any configuration: its protocol, its health, what it says of its model,
 * one inference, and whether answers come from a cache.
 *
 * @param replay sends the one case
 */
public record ProbeJob(Replay replay) {
  /** In this order: the plainest first. The first that is answered well is shown. */
  private static final List<String> TRIED = List.of("zeros", "ones", "random-1", "empty");

  private static final Set<Reason> AWAY =
      Set.of(Reason.UNREACHABLE, Reason.TIMED_OUT, Reason.NOT_READY);

  private static final String NOT_TESTED = "not tested";

  /**
   * Probes.
   *
   * @param folder that references in options are relative to
   * @throws CannotRunException if nobody answers, or no protocol is recognised
   */
  public Probed probe(ModelRequest request, Path folder)
      throws CannotRunException, LoadException, FormatException {
    Found found = Found.at(request, folder);
    try (Target target = Targets.provider(found.spec().type()).open(found.spec())) {
      target.expect(List.of());
      Signature told = target.signature();
      requireLife(request, target, told);
      Signature signature = InputWord.over(found.orProtocols(told), request.inputs());
      String next = "canary init " + String.join(" ", found.words(request));
      try {
        List<Case> cases = new EdgeCases(signature, 1, found.exampleInput()).generate();
        return inferred(found, target, signature, cases, next);
      } catch (CannotRunException e) {
        return new Probed(
            found,
            target.health(),
            target.identity(),
            signature,
            Optional.empty(),
            String.valueOf(e.getMessage()),
            NOT_TESTED,
            next + " --input NAME=TYPE[SHAPE]");
      }
    }
  }

  /** A server that answers nothing at all is no server that is not ready. */
  private static void requireLife(ModelRequest request, Target target, Signature signature)
      throws CannotRunException {
    Optional<Sign> dead =
        target.health().map(Health::live).filter(live -> live.says() == Sign.Says.NO);
    boolean silent = dead.isPresent() && signature.inputs().isEmpty();
    if (silent) {
      throw new CannotRunException(
          "%s does not answer: %s".formatted(request.place(), dead.get().reason()));
    }
  }

  private Probed inferred(
      Found found, Target target, Signature signature, List<Case> cases, String next) {
    Optional<Run> shown = Optional.empty();
    Optional<Case> answered = Optional.empty();
    for (String id : TRIED) {
      Optional<Case> golden = cases.stream().filter(c -> c.id().equals(id)).findFirst();
      if (golden.isPresent() && answered.isEmpty() && shown.filter(ProbeJob::isAway).isEmpty()) {
        Run run = replay.run(suite(found.spec(), golden.get()), target, Order.asWritten(1));
        boolean good = Probed.isGood(run.observations().get(0));
        shown = shown.isEmpty() || good ? Optional.of(run) : shown;
        answered = good ? golden : Optional.empty();
      }
    }
    return new Probed(
        found,
        shown.flatMap(Run::health),
        shown.map(Run::model).orElseGet(target::identity),
        signature,
        shown.map(run -> run.observations().get(0)),
        "",
        answered.isPresent() ? cache(target, cases.get(0)) : NOT_TESTED,
        next);
  }

  /** True if the server failed, not the model at this case: another case would only wait again. */
  private static boolean isAway(Run run) {
    return run.observations().get(0) instanceof Observation.Failed failed
        && AWAY.contains(failed.reason());
  }

  private static Suite suite(TargetSpec spec, Case golden) {
    return new Suite(
        "probe",
        "",
        spec,
        OutputSpec.DEFAULT,
        Map.of(),
        List.of(golden),
        1,
        Optional.empty(),
        false,
        "");
  }

  /** By repeating a request beside others that differ from it in their last bits. */
  private static String cache(Target target, Case random) {
    try {
      return target.testCache(random).map(ProbeJob::told).orElse(NOT_TESTED);
    } catch (PredictionException e) {
      return NOT_TESTED + ": " + e.getMessage();
    }
  }

  private static String told(CacheTest test) {
    return test.cached().map(why -> "CACHED: " + why).orElse("no sign of a cache");
  }
}

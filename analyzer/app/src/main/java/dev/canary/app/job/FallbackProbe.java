package dev.canary.app.job;

import dev.canary.alert.AlertMachine;
import dev.canary.baseline.Reference;
import dev.canary.check.Checks;
import dev.canary.check.Comparison;
import dev.canary.check.Finding;
import dev.canary.event.Fallback;
import dev.canary.event.JudgedRun.ComparedWith;
import dev.canary.format.Baselines;
import dev.canary.format.FormatException;
import dev.canary.replay.Order;
import dev.canary.replay.Replay;
import dev.canary.suite.Place;
import dev.canary.suite.Suite;
import dev.canary.suite.TargetSpec;
import dev.canary.target.LoadException;
import dev.canary.target.Target;
import dev.canary.verdict.Confirmation;
import dev.canary.verdict.Verdict;
import dev.canary.verdict.Verdict.Level;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds what the other model of a watch is worth when something got worse: the whole suite is
 * replayed against it and judged by every check. Nothing of it is recorded but the answer.
 *
 * @param targets opens it
 * @param baselines what its answers are compared with
 * @param replay sends the cases
 */
record FallbackProbe(Opener targets, Baselines baselines, Replay replay) {
  /** An alert is not told later than this for the sake of its fallback. */
  static final Duration LIMIT = Duration.ofSeconds(30);

  /** A probe that sends cases as others do, and gives up sooner. */
  static FallbackProbe of(Opener targets, Baselines baselines, Replay replay) {
    Replay bounded =
        new Replay(replay.clock(), replay.nanos(), LIMIT, done -> {}, replay.workers());
    return new FallbackProbe(targets, baselines, bounded);
  }

  /** What the fallback is worth; empty if the watch names none, or nothing got worse. */
  Optional<Fallback> of(Watched watch, AlertMachine.Step step) {
    boolean worse = step.transitions().stream().anyMatch(t -> t.kind().isWorse());
    return watch.fallback().filter(target -> worse).map(target -> worst(watch, target));
  }

  /** Of several replicas the worst: whoever is redirected may come to any. */
  private Fallback worst(Watched watch, TargetSpec target) {
    List<TargetSpec> places =
        target.place() instanceof Place.Server server
            ? server.replicas().values().stream().map(target::with).toList()
            : List.of(target);
    return places.stream()
        .map(place -> probe(watch, place))
        .min(Comparator.comparing(f -> f.verdict().map(Level::ordinal).orElse(-1)))
        .orElseThrow();
  }

  private Fallback probe(Watched watch, TargetSpec place) {
    Suite suite = watch.suite().with(place);
    try (Target target = targets.open(suite, watch.folder())) {
      return judged(suite, target);
    } catch (LoadException | FormatException e) {
      return new Fallback(place.place().text(), Optional.empty(), String.valueOf(e.getMessage()));
    }
  }

  private Fallback judged(Suite suite, Target target) throws FormatException {
    Order order = Order.asWritten(suite.cases().size());
    var run = replay.run(suite, target, order);
    Reference reference = baselines.reference(suite, run.model());
    Checks checks = Checks.standard();
    List<Finding> findings = checks.evaluate(Comparison.of(suite, reference, run));
    if (Confirmation.isNeeded(findings)) {
      List<Finding> again = checks.evaluate(suite, reference, replay.run(suite, target, order));
      findings = Confirmation.combine(findings, again);
    }
    Level level = Verdict.of(findings).level();
    return new Fallback(
        suite.target().place().text(), Optional.of(level), reason(level, findings, reference));
  }

  private static String reason(Level level, List<Finding> findings, Reference reference) {
    return switch (level) {
      case HEALTHY ->
          "it answers as baseline %s says"
              .formatted(ComparedWith.of(reference).map(ComparedWith::version).orElse(""));
      case BROKEN, DRIFTED, INCONCLUSIVE ->
          findings.stream()
              .filter(finding -> Verdict.of(List.of(finding)).level() == level)
              .findFirst()
              .map(Finding::reason)
              .orElse("it is " + level);
    };
  }
}

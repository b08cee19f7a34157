package dev.canary.app.job;

import dev.canary.baseline.Baseline;
import dev.canary.check.Comparison;
import dev.canary.evidence.Budget;
import dev.canary.evidence.BudgetShare;
import dev.canary.evidence.CapturedScores;
import dev.canary.evidence.Evidence;
import dev.canary.evidence.EvidenceInput;
import dev.canary.evidence.RunEvidence;
import dev.canary.store.StoredEvidence;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the step of evidence of each run, under one budget that all watches share.
 *
 * @param budget of the workspace
 * @param weights of all its watches, by name
 */
public record WatchEvidence(Budget budget, Map<String, Double> weights) {
  public WatchEvidence {
    weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
  }

  /** The part of the budget that falls to a watch, or to one of its replicas. */
  BudgetShare share(Watched watch) {
    double all = weights.values().stream().mapToDouble(Double::doubleValue).sum();
    return budget.share(watch.settings().weight(), all);
  }

  /**
   * The step of a run; empty when there is nothing to measure it by: no baseline, or one of another
   * version that the watch holds no evidence against.
   *
   * @param due when the run was due
   * @param held what the watch holds
   */
  Optional<RunEvidence> step(
      Watched watch, Instant due, Comparison comparison, Optional<StoredEvidence> held) {
    Optional<Baseline> baseline =
        comparison.baseline().filter(b -> comparison.judges() || isHeldAgainst(b, held));
    if (baseline.isEmpty()) {
      return Optional.empty();
    }
    String digest = baseline.get().digest();
    Duration interval = watch.settings().schedule().interval();
    return evidence(watch, comparison, share(watch))
        .map(
            evidence -> {
              EvidenceInput input =
                  EvidenceInput.next(
                      held.map(StoredEvidence::held), evidence, digest, due, interval);
              return RunEvidence.of(
                  evidence,
                  isElsewhere(watch, held) ? input.atAnotherPlace(evidence) : input,
                  comparison.countedScores());
            });
  }

  /** The step of a run again, from what it was made of. */
  static Optional<RunEvidence> again(Watched watch, Comparison comparison, EvidenceInput input) {
    return evidence(watch, comparison, input.share())
        .map(evidence -> RunEvidence.of(evidence, input, comparison.countedScores()));
  }

  /** What another deployment did says nothing of this one. */
  private static boolean isElsewhere(Watched watch, Optional<StoredEvidence> held) {
    return held.map(StoredEvidence::place)
        .filter(place -> !place.isEmpty() && !place.equals(watch.place()))
        .isPresent();
  }

  private static Optional<Evidence> evidence(
      Watched watch, Comparison comparison, BudgetShare share) {
    return comparison
        .baseline()
        .flatMap(captured -> CapturedScores.calibration(watch.suite(), captured))
        .map(calibration -> Evidence.of(calibration, share, watch.name()));
  }

  private static boolean isHeldAgainst(Baseline baseline, Optional<StoredEvidence> held) {
    return held.filter(h -> h.held().baselineDigest().equals(baseline.digest())).isPresent();
  }
}

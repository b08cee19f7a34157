package dev.canary.app.metrics;

import dev.canary.alert.Transition;
import dev.canary.check.Finding;
import dev.canary.event.JudgedRun;
import dev.canary.event.JudgedRun.ComparedWith;
import dev.canary.evidence.EvidenceStep;
import dev.canary.evidence.RunEvidence;
import dev.canary.suite.Suite.LatencyBudget;
import dev.canary.watch.Tier;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What is counted of one watch since the daemon started, and what its last golden run told. Guarded
 * by itself.
 */
final class WatchCounts {
  /** What a check measures in time is told by the durations, and not as a distance. */
  private static final String LATENCY = "latency";

  private static final String LABELS = "labels";

  final Optional<LatencyBudget> budget;
  final Map<Tier, TierCounts> tiers = new EnumMap<>(Tier.class);
  final Map<Transition.Kind, Long> transitions = new EnumMap<>(Transition.Kind.class);
  long skipped;
  long failed;
  long detections;
  double detectionSeconds;
  List<Measured> distances = List.of();
  OptionalDouble changed = OptionalDouble.empty();
  Optional<Measured> evidence = Optional.empty();
  Optional<ComparedWith> baseline = Optional.empty();

  /** A number with the one that it is held against, if there is one. */
  record Measured(String name, double value, OptionalDouble threshold) {}

  WatchCounts(Optional<LatencyBudget> budget) {
    this.budget = budget;
  }

  synchronized void add(JudgedRun judged) {
    Tier tier = judged.scope().tier();
    tiers.computeIfAbsent(tier, t -> new TierCounts(budget, judged)).add(judged);
    switch (tier) {
      case GOLDEN -> golden(judged);
      case SMOKE -> {
        // Judges facts alone: it has no distance, and counts no evidence.
      }
    }
  }

  private void golden(JudgedRun judged) {
    distances = distances(judged.findings());
    changed =
        distances.stream()
            .filter(measured -> measured.name().equals(LABELS))
            .mapToDouble(measured -> measured.value() / judged.run().observations().size())
            .findFirst();
    evidence = judged.evidence().map(RunEvidence::step).map(WatchCounts::measured);
    baseline = judged.baseline();
  }

  /** One of each check: the largest, where it measured several outputs. */
  private static List<Measured> distances(List<Finding> findings) {
    Map<String, Measured> largest = new TreeMap<>();
    for (Finding finding : findings) {
      if (finding.statistic().isPresent() && !finding.check().contains(LATENCY)) {
        Measured measured =
            new Measured(finding.check(), finding.statistic().getAsDouble(), finding.threshold());
        largest.merge(
            measured.name(), measured, (one, other) -> one.value() < other.value() ? other : one);
      }
    }
    return List.copyOf(largest.values());
  }

  private static Measured measured(EvidenceStep step) {
    return new Measured("evidence", step.evidence(), OptionalDouble.of(step.threshold()));
  }

  synchronized void add(List<Transition> told) {
    for (Transition transition : told) {
      transitions.merge(transition.kind(), 1L, Long::sum);
      if (transition.kind() == Transition.Kind.OPENED) {
        Duration delay = transition.delay();
        detections++;
        detectionSeconds += delay.toNanos() / 1e9;
      }
    }
  }

  synchronized void skip() {
    skipped++;
  }

  synchronized void fail() {
    failed++;
  }
}

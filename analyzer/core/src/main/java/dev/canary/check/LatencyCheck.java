package dev.canary.check;

import dev.canary.replay.Observation;
import dev.canary.stats.Median;
import dev.canary.stats.Quantiles;
import dev.canary.suite.Suite.LatencyBudget;
import java.util.Arrays;
import java.util.List;

/** Do the answers come within the suite's budget of time? */
public final class LatencyCheck implements Check {
  static final String NAME = "latency";

  @Override
  public List<Finding> evaluate(Comparison comparison) {
    return comparison
        .suite()
        .latency()
        .map(budget -> evaluate(comparison, budget))
        .orElse(List.of());
  }

  private static List<Finding> evaluate(Comparison comparison, LatencyBudget budget) {
    double[] seconds =
        comparison.run().observations().stream()
            .filter(Observation.Answered.class::isInstance)
            .mapToDouble(o -> o.latencyNanos() / 1e9)
            .toArray();
    if (seconds.length == 0) {
      return List.of();
    }
    double spent = summary(budget, seconds);
    double limit = budget.budget().toNanos() / 1e9;
    String reason =
        "the %s over cases is %.3g s of %.3g s"
            .formatted(budget.of().name().toLowerCase(java.util.Locale.ROOT), spent, limit);
    return List.of(finding(spent, limit, budget.warnShare(), reason).measured(spent, limit));
  }

  private static Finding finding(double spent, double limit, double warnShare, String reason) {
    if (spent > limit) {
      return Finding.broken(NAME, Cause.LATENCY, reason);
    }
    return spent > warnShare * limit
        ? Finding.noted(NAME, Cause.LATENCY, Severity.WARN, reason)
        : Finding.held(NAME, Decides.FACT, reason);
  }

  private static double summary(LatencyBudget budget, double[] seconds) {
    return switch (budget.of()) {
      case MEDIAN -> Median.of(seconds);
      case P95 -> Quantiles.of(seconds, 0.95);
      case MAX -> Arrays.stream(seconds).max().orElse(0);
    };
  }
}

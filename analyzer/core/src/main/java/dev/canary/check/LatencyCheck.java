package dev.canary.check;

import dev.canary.replay.Observation;
import dev.canary.stats.ConformalPValue;
import dev.canary.stats.Median;
import dev.canary.stats.Quantiles;
import dev.canary.suite.Suite.LatencyBudget;
import dev.canary.suite.Suite.LatencyBudget.Summary;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Do the answers come within the suite's budget of time, and as fast as when they were captured?
 *
 * <p>Over the budget is a fact. Over the warning share, or beyond {@code 3 x the slowest capture +
 * 1 ms}, is worth a warning and no more: machines differ.
 */
public final class LatencyCheck implements Check {
  static final String NAME = "latency";

  /** Below this nothing is slow, in seconds. */
  private static final double TICK = 1e-3;

  @Override
  public List<Finding> evaluate(Comparison comparison) {
    Summary of = comparison.suite().latency().map(LatencyBudget::of).orElse(Summary.MEDIAN);
    double[] seconds =
        comparison.run().observations().stream()
            .filter(Observation.Answered.class::isInstance)
            .mapToDouble(o -> o.latencyNanos() / 1e9)
            .toArray();
    if (seconds.length == 0) {
      return List.of();
    }
    double spent = summary(of, seconds);
    Optional<Finding> budget = comparison.suite().latency().map(b -> ofBudget(b, spent));
    Optional<Finding> slower = slower(comparison, of, spent);
    return budget.filter(f -> f.cause().isPresent() || slower.isEmpty()).or(() -> slower).stream()
        .toList();
  }

  private static Finding ofBudget(LatencyBudget budget, double spent) {
    double limit = budget.budget().toNanos() / 1e9;
    String reason =
        String.format(
            Locale.ROOT, "the %s over cases is %.3g s of %.3g s", name(budget.of()), spent, limit);
    return ofBudget(spent, limit, budget.warnShare(), reason).measured(spent, limit);
  }

  private static Finding ofBudget(double spent, double limit, double warnShare, String reason) {
    if (spent > limit) {
      return Finding.broken(NAME, Cause.LATENCY, reason);
    }
    return spent > warnShare * limit
        ? Finding.noted(NAME, Cause.LATENCY, Severity.WARN, reason)
        : Finding.held(NAME, Decides.FACT, reason);
  }

  /** A warning when the run is slower than every capture by the margin. */
  private static Optional<Finding> slower(Comparison comparison, Summary of, double spent) {
    if (!comparison.judges()) {
      return Optional.empty();
    }
    double[] captured =
        comparison.baseline().stream()
            .flatMap(baseline -> baseline.latencies().stream())
            .filter(nanos -> nanos.length > 0)
            .mapToDouble(
                nanos -> summary(of, Arrays.stream(nanos).mapToDouble(n -> n / 1e9).toArray()))
            .toArray();
    double slowest = Arrays.stream(captured).max().orElse(Double.POSITIVE_INFINITY);
    double limit = DeviationCheck.MARGIN * slowest + TICK;
    if (spent <= limit) {
      return Optional.empty();
    }
    String reason =
        String.format(
            Locale.ROOT,
            "the %s over cases is %.3g s; the slowest of %d captures took %.3g s",
            name(of),
            spent,
            captured.length,
            slowest);
    return Optional.of(
        Finding.noted(NAME, Cause.LATENCY, Severity.WARN, reason)
            .measured(spent, limit)
            .withPValue(ConformalPValue.of(captured, spent).pValue()));
  }

  private static String name(Summary summary) {
    return summary.name().toLowerCase(Locale.ROOT);
  }

  private static double summary(Summary of, double[] seconds) {
    return switch (of) {
      case MEDIAN -> Median.of(seconds);
      case P95 -> Quantiles.of(seconds, 0.95);
      case MAX -> Arrays.stream(seconds).max().orElse(0);
    };
  }
}

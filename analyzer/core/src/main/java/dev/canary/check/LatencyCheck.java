package dev.canary.check;

import dev.canary.baseline.Baseline;
import dev.canary.baseline.ServerTimes;
import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.stats.Median;
import dev.canary.stats.Quantiles;
import dev.canary.suite.Suite.LatencyBudget;
import dev.canary.suite.Suite.LatencyBudget.Summary;
import dev.canary.target.Health;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Do the answers come within the suite's budget of time, and as fast as when they were captured?
 *
 * <p>Over the budget is a fact. Over its warning share, or slower than the baseline's own latencies
 * of the same cases ({@link PairedLatency}), is worth a warning and no more: machines differ.
 * Leading cases that had not settled ({@link Settling}) are left out of both and told: by the
 * latencies of another version, where the one that answers has none yet. What a request waited for
 * its turn counts, so that a server that stalls is not measured too kindly.
 */
public final class LatencyCheck implements Check {
  static final String NAME = "latency";
  static final String SERVER = "latency.server";
  static final String WARM_UP = "latency.warmup";

  @Override
  public List<Finding> evaluate(Comparison comparison) {
    List<Timed> sent = Timed.inOrderSent(comparison.run());
    if (sent.isEmpty()) {
      return List.of();
    }
    Optional<Baseline> baseline = comparison.baseline().filter(b -> comparison.judges());
    Optional<PairedLatency> paired =
        comparison
            .baseline()
            .filter(b -> comparison.judges() || isOfTheseCases(b, comparison.run()))
            .flatMap(
                b -> PairedLatency.of(b.latencies(), Timed.positions(sent), Timed.latencies(sent)));
    int leading = paired.map(p -> Settling.leading(p.ratios(), Timed.sentNanos(sent))).orElse(0);
    List<Timed> settled = sent.subList(leading, sent.size());
    Optional<PairedLatency> judged =
        paired.filter(p -> comparison.judges()).map(p -> p.from(leading));
    List<Finding> findings = new ArrayList<>();
    total(comparison, judged, settled)
        .map(
            f ->
                f.saying(
                    Timed.phases(settled)
                        + computing(comparison.run())
                        + leftOut(sent.subList(0, leading))))
        .ifPresent(findings::add);
    baseline.flatMap(b -> server(b, comparison.run(), settled)).ifPresent(findings::add);
    comparison
        .run()
        .health()
        .flatMap(health -> WarmUpEffect.of(health.warmUp(), leading, judged))
        .map(effect -> Finding.noted(WARM_UP, Cause.LATENCY, effect.severity(), effect.reason()))
        .ifPresent(findings::add);
    return findings;
  }

  /** Another version may have been captured with other cases. */
  private static boolean isOfTheseCases(Baseline baseline, Run run) {
    return run.observations().stream().map(Observation::caseId).toList().equals(baseline.caseIds());
  }

  /** The budget where it has something to say, else the comparison with the captures. */
  private static Optional<Finding> total(
      Comparison comparison, Optional<PairedLatency> paired, List<Timed> settled) {
    Optional<Finding> budget = comparison.suite().latency().map(b -> ofBudget(b, settled));
    Optional<Finding> captures = paired.map(p -> ofCaptures(NAME, "latency, case by case", p));
    if (budget.filter(f -> f.cause().isPresent()).isPresent()) {
      return captures
          .filter(f -> f.cause().isPresent())
          .map(slower -> budget.get().saying("; " + slower.reason()))
          .or(() -> budget);
    }
    boolean wire = settled.get(0).isOverAWire();
    return captures
        .filter(f -> f.cause().isPresent() || (wire && budget.isEmpty()))
        .or(() -> budget);
  }

  private static Finding ofBudget(LatencyBudget budget, List<Timed> settled) {
    double spent =
        summary(budget.of(), Arrays.stream(Timed.latencies(settled)).map(n -> n / 1e9).toArray());
    double limit = budget.budget().toNanos() / 1e9;
    String reason =
        "the %s took %s, the budget is %s".formatted(name(budget.of()), time(spent), time(limit));
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

  /** A warning when the run is slower than its captures, at its middle or at its slow end. */
  private static Finding ofCaptures(String check, String what, PairedLatency paired) {
    PairedLatency.Shift middle = paired.median();
    Optional<PairedLatency.Shift> tail = paired.tail();
    PairedLatency.Shift worst =
        middle.isSlower() ? middle : tail.filter(PairedLatency.Shift::isSlower).orElse(middle);
    String reason = what + ": " + middle.text() + tail.map(t -> ", " + t.text()).orElse("");
    Finding finding =
        worst.isSlower()
            ? Finding.noted(check, Cause.LATENCY, Severity.WARN, reason)
            : Finding.held(check, Decides.MARGIN, reason);
    return finding.measured(worst.ratio(), worst.limit()).withPValue(paired.pValue());
  }

  /**
   * How long the server itself computed: case by case where captures and run tell it of every one,
   * else on the mean where both tell that.
   */
  private static Optional<Finding> server(Baseline baseline, Run run, List<Timed> settled) {
    double[] computed = Timed.computed(settled);
    List<long[]> captured = baseline.computed();
    boolean ofCases = captured.stream().allMatch(c -> c.length == run.observations().size());
    if (computed.length == settled.size() && ofCases) {
      return PairedLatency.of(captured, Timed.positions(settled), computed)
          .map(paired -> ofCaptures(SERVER, "the server's own computing, case by case", paired));
    }
    OptionalDouble mean =
        computed.length == settled.size()
            ? Arrays.stream(computed).average()
            : run.health().flatMap(Health::computing).stream()
                .mapToDouble(Health.Computing::meanComputeNanos)
                .findFirst();
    return mean.isEmpty()
        ? Optional.empty()
        : PairedLatency.of(
                ServerTimes.means(captured), new int[1], new double[] {mean.getAsDouble()})
            .map(paired -> ofCaptures(SERVER, "the mean of the server's own computing", paired));
  }

  private static String computing(Run run) {
    return run.health()
        .flatMap(Health::computing)
        .map(
            c ->
                String.format(
                    Locale.ROOT,
                    "; the server's statistics, means in ms: computed %.3g, queued %.3g",
                    c.meanComputeNanos() / 1e6,
                    c.meanQueueNanos() / 1e6))
        .orElse("");
  }

  private static String leftOut(List<Timed> leading) {
    if (leading.isEmpty()) {
      return "";
    }
    double slowest = Arrays.stream(Timed.latencies(leading)).max().orElse(0) / 1e9;
    return String.format(
        Locale.ROOT,
        "; left out: the first %d cases, which had not settled (up to %.3g s)",
        leading.size(),
        slowest);
  }

  private static String name(Summary summary) {
    return switch (summary) {
      case MEDIAN -> "median case";
      case P95 -> "95th percentile of the cases";
      case MAX -> "slowest case";
    };
  }

  private static String time(double seconds) {
    return seconds < 1
        ? String.format(Locale.ROOT, "%.3g ms", seconds * 1e3)
        : String.format(Locale.ROOT, "%.3g s", seconds);
  }

  private static double summary(Summary of, double[] seconds) {
    return switch (of) {
      case MEDIAN -> Median.of(seconds);
      case P95 -> Quantiles.of(seconds, 0.95);
      case MAX -> Arrays.stream(seconds).max().orElse(0);
    };
  }
}

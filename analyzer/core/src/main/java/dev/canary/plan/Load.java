package dev.canary.plan;

import dev.canary.baseline.Baseline;
import dev.canary.stats.Median;
import dev.canary.suite.Case;
import dev.canary.suite.Suite;
import dev.canary.tensor.Tensor;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a watch asks of its target. Every case is one request; its rows are the first axis of its
 * inputs of two axes or more. Confirming replays come on top, once per finding.
 *
 * @param requests a run
 * @param rows a run
 * @param requestsPerSecond on average
 * @param rowsPerSecond on average
 * @param busy the share of the time in which the target answers this watch, by the latencies of its
 *     captures; empty without captures
 */
public record Load(
    int requests, long rows, double requestsPerSecond, double rowsPerSecond, OptionalDouble busy) {

  static Load of(Suite suite, Optional<Baseline> baseline, Duration interval) {
    int requests = suite.cases().size();
    long rows = suite.cases().stream().mapToLong(Load::rows).sum();
    double seconds = interval.toMillis() / 1e3;
    return new Load(requests, rows, requests / seconds, rows / seconds, busy(baseline, interval));
  }

  private static long rows(Case golden) {
    return golden.input().tensors().values().stream()
        .map(Tensor::shape)
        .filter(shape -> shape.length >= 2)
        .mapToLong(shape -> shape[0])
        .max()
        .orElse(1);
  }

  private static OptionalDouble busy(Optional<Baseline> baseline, Duration interval) {
    return replay(baseline)
        .map(time -> OptionalDouble.of(time.toNanos() / 1e6 / interval.toMillis()))
        .orElse(OptionalDouble.empty());
  }

  /** How long a replay takes by the latencies of the captures; empty without captures. */
  static Optional<Duration> replay(Optional<Baseline> baseline) {
    double[] nanos =
        baseline.stream()
            .flatMap(captured -> captured.latencies().stream())
            .mapToDouble(each -> Arrays.stream(each).sum())
            .toArray();
    return nanos.length == 0
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(Math.round(Median.of(nanos))));
  }
}

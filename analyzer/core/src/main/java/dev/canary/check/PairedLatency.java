package dev.canary.check;

import dev.canary.stats.ConformalPValue;
import dev.canary.stats.Median;
import dev.canary.stats.QuantileInterval;
import dev.canary.stats.Quantiles;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * A run's latencies beside the baseline's own of the same cases, so that a model that is slow by
 * nature is held to itself.
 *
 * <p>The ratio of a case is (latency + 1 ms) / (median captured latency + 1 ms): below a
 * millisecond nothing is slow. A quantile of the ratios, their median or their 95 % quantile, has
 * become slower when two things hold. Its whole interval lies above 1.5: that is about the cases of
 * this run, distribution-free ({@link QuantileInterval}, 95 %), so that one pause of a server
 * cannot make it. And it exceeds 1.25 times the largest that any capture reached: that is about
 * replays, of which an interval over the cases of one run knows nothing.
 *
 * <p>Below {@value #ENOUGH_CAPTURES} captures nobody knows how replays differ, and 3 takes the
 * place of 1.5 and the 95 % quantile is not judged. Below six cases a median has no interval; the
 * smallest ratio then takes its place, if there are {@value #MANY_CAPTURES} captures.
 *
 * @param ratios logarithms, in the order of the latencies given
 * @param captures the same of each capture against the same medians
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never leaves the check
record PairedLatency(double[] ratios, List<double[]> captures) {
  private static final double TICK_NANOS = 1e6;
  private static final double FACTOR = 1.5;
  private static final double FACTOR_OF_FEW = 3;
  private static final double BEYOND_CAPTURES = 1.25;
  private static final double CONFIDENCE = 0.95;
  private static final int ENOUGH_CAPTURES = 5;
  private static final int MANY_CAPTURES = 20;
  private static final double TAIL = 0.95;

  /**
   * Sets latencies beside the captured ones; empty when there are none of either.
   *
   * @param captured per capture and case, in nanoseconds
   * @param positions of the cases of these latencies
   * @param nanos the latencies of the run
   */
  static Optional<PairedLatency> of(List<long[]> captured, int[] positions, double[] nanos) {
    if (captured.isEmpty() || nanos.length == 0) {
      return Optional.empty();
    }
    double[] medians =
        Arrays.stream(positions)
            .mapToDouble(p -> Median.of(captured.stream().mapToDouble(c -> c[p]).toArray()))
            .toArray();
    List<double[]> captures =
        captured.stream()
            .map(c -> ratios(Arrays.stream(positions).mapToDouble(p -> c[p]).toArray(), medians))
            .toList();
    return Optional.of(new PairedLatency(ratios(nanos, medians), captures));
  }

  private static double[] ratios(double[] nanos, double[] medians) {
    double[] ratios = new double[nanos.length];
    Arrays.setAll(ratios, i -> Math.log((nanos[i] + TICK_NANOS) / (medians[i] + TICK_NANOS)));
    return ratios;
  }

  /** The same without the first few latencies. */
  PairedLatency from(int leading) {
    return new PairedLatency(
        Arrays.copyOfRange(ratios, leading, ratios.length),
        captures.stream().map(c -> Arrays.copyOfRange(c, leading, c.length)).toList());
  }

  /** How the middle of the run moved. */
  Shift median() {
    QuantileInterval interval = QuantileInterval.of(ratios, 0.5, CONFIDENCE);
    boolean few = Double.isInfinite(interval.low()) && captures.size() >= MANY_CAPTURES;
    double least = few ? Arrays.stream(ratios).min().orElse(0) : interval.low();
    return shift("median", Median::of, new QuantileInterval(least, interval.high()));
  }

  /** How the slow end of the run moved; empty with few captures. */
  Optional<Shift> tail() {
    QuantileInterval interval = QuantileInterval.of(ratios, TAIL, CONFIDENCE);
    return captures.size() < MANY_CAPTURES
        ? Optional.empty()
        : Optional.of(shift("p95", r -> Quantiles.of(r, TAIL), interval));
  }

  /** The rank of the run's median ratio among those of the captures. */
  double pValue() {
    return ConformalPValue.of(
            captures.stream().mapToDouble(Median::of).toArray(), Median.of(ratios))
        .pValue();
  }

  private Shift shift(String name, ToDoubleFunction<double[]> quantile, QuantileInterval interval) {
    double reached = Math.max(0, captures.stream().mapToDouble(quantile).max().orElse(0));
    return new Shift(
        name,
        Math.exp(quantile.applyAsDouble(ratios)),
        Math.exp(interval.low()),
        Math.exp(interval.high()),
        captures.size() < ENOUGH_CAPTURES ? FACTOR_OF_FEW : FACTOR,
        BEYOND_CAPTURES * Math.exp(reached));
  }

  /**
   * How one quantile of the ratios moved.
   *
   * @param name of the quantile
   * @param ratio of the run to its baseline
   * @param low its lower bound
   * @param high its upper bound; infinite where the run has too few cases for one
   * @param lowLimit what the lower bound may reach
   * @param limit what the ratio may reach
   */
  record Shift(String name, double ratio, double low, double high, double lowLimit, double limit) {
    boolean isSlower() {
      return low > lowLimit && ratio > limit;
    }

    String text() {
      return String.format(
          Locale.ROOT,
          "%s %.3g times the captures' (%.3g to %.3g; slow from %.3g on, its low end from %.3g on)",
          name,
          ratio,
          low,
          high,
          limit,
          lowLimit);
    }
  }
}

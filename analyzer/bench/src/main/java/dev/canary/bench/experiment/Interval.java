package dev.canary.bench.experiment;

import dev.canary.stats.ToleranceBound;
import java.util.Arrays;

/**
 * A mean or a share with its 95 % confidence interval.
 *
 * @param value the estimate
 * @param low the lower end
 * @param high the upper end
 */
record Interval(double value, double low, double high) {
  private static final double TAIL = 0.025;
  private static final double NORMAL = 1.959963984540054;

  /**
   * The share of {@code hits} in {@code tries}, by Clopper and Pearson: exact.
   *
   * <p>The ends are Beta quantiles, which a tolerance bound is, too.
   */
  static Interval ofShare(int hits, int tries) {
    double low = hits == 0 ? 0 : 1 - ToleranceBound.of(tries, tries - hits + 1, TAIL);
    double high = hits == tries ? 1 : ToleranceBound.of(tries, hits + 1, TAIL);
    return new Interval((double) hits / tries, low, high);
  }

  /**
   * The mean of counts in independent repeats: exact, by Clopper and Pearson, where no count is
   * above one; normal elsewhere, because false alerts come in clusters and no Poisson interval
   * would hold.
   */
  static Interval ofCounts(long[] counts) {
    if (Arrays.stream(counts).allMatch(count -> count <= 1)) {
      return ofShare((int) Arrays.stream(counts).sum(), counts.length);
    }
    return ofMean(Arrays.stream(counts).asDoubleStream().toArray());
  }

  /** The mean of independent values, by its standard error. */
  static Interval ofMean(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    double error =
        values.length < 2
            ? Double.POSITIVE_INFINITY
            : Math.sqrt(squares / (values.length - 1) / values.length);
    return new Interval(mean, mean - NORMAL * error, mean + NORMAL * error);
  }

  /** The same in another unit. */
  Interval times(double factor) {
    return new Interval(value * factor, low * factor, high * factor);
  }
}

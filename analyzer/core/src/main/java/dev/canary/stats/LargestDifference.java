package dev.canary.stats;

/**
 * The largest difference between two vectors whose i-th values belong together.
 *
 * <pre>
 * largest difference = max over i of |x[i] - y[i]|
 * </pre>
 *
 * <p>It has no null hypothesis: it describes. It is a metric, in the unit of the values; what
 * exceeds the largest double is reported as the largest double. Neither the order of the pairs nor
 * swapping the vectors changes anything.
 *
 * <p>Source: the Chebyshev distance, Deza and Deza, "Encyclopedia of Distances" (2009), section
 * 5.1; {@code chebyshev} of SciPy.
 */
public final class LargestDifference implements PairedDistance {

  private static final LargestDifference DEFAULTS = new LargestDifference();

  private LargestDifference() {}

  /** Returns the distance, which has no options. */
  public static LargestDifference withDefaults() {
    return DEFAULTS;
  }

  @Override
  public String name() {
    return "largest difference (Chebyshev)";
  }

  @Override
  public Distance between(double[] x, double[] y) {
    PairedDifferences.requirePairs(x, y);
    double largest = 0;
    for (int i = 0; i < x.length; i++) {
      largest = Math.max(largest, Math.abs(x[i] - y[i]));
    }
    return new Distance(name(), Math.min(largest, Double.MAX_VALUE));
  }
}

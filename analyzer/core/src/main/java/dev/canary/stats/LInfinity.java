package dev.canary.stats;

/**
 * The L-infinity (Chebyshev) distance between two histograms: the largest change of a proportion.
 *
 * <pre>
 * L-infinity = max over bins of |p - q|
 * </pre>
 *
 * <p>It has no null hypothesis: it describes. It is a metric in [0, 1] and at most the total
 * variation distance; it needs no floor. Swapping the histograms changes nothing. TensorFlow Data
 * Validation compares categories by it.
 *
 * <p>Source: Deza and Deza, "Encyclopedia of Distances" (2009), section 14.1.
 */
public final class LInfinity implements HistogramDistance {

  private static final LInfinity DEFAULTS = new LInfinity();

  private LInfinity() {}

  /** Returns the distance, which has no options. */
  public static LInfinity withDefaults() {
    return DEFAULTS;
  }

  @Override
  public String name() {
    return "L-infinity distance";
  }

  @Override
  public Distance between(double[] reference, double[] current) {
    double max = Proportions.of(reference, current).max((p, q) -> Math.abs(p - q));
    return new Distance(name(), max);
  }
}

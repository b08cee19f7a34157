package dev.canary.stats;

/**
 * The total variation distance between two histograms: the share of weight that moved bin.
 *
 * <pre>
 * TV = sum over bins of |p - q| / 2
 * </pre>
 *
 * <p>It has no null hypothesis: it describes. It is a metric in [0, 1]: 0 for equal histograms, 1
 * for disjoint ones, and needs no floor. Swapping the histograms changes nothing.
 *
 * <p>Source: Levin, Peres and Wilmer, "Markov Chains and Mixing Times" (2009), section 4.1.
 */
public final class TotalVariation implements HistogramDistance {

  private static final TotalVariation DEFAULTS = new TotalVariation();

  private TotalVariation() {}

  /** Returns the distance, which has no options. */
  public static TotalVariation withDefaults() {
    return DEFAULTS;
  }

  @Override
  public String name() {
    return "total variation distance";
  }

  @Override
  public Distance between(double[] reference, double[] current) {
    double sum = Proportions.of(reference, current).sum((p, q) -> Math.abs(p - q) / 2);
    return new Distance(name(), Math.min(1, sum));
  }
}

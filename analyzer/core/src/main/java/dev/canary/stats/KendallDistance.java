package dev.canary.stats;

/**
 * The Kendall distance between two vectors: how far their orders differ, whatever their values.
 *
 * <pre>
 * Kendall = 1 - tau-b
 * </pre>
 *
 * <p>with tau-b as in {@link KendallTauTest}. It has no null hypothesis: it describes. It lies in
 * [0, 2]: 0 for the same order, about 1 for orders that have nothing to do with each other, 2 for
 * the reverse order.
 *
 * <p>Rules: a constant vector has no order; two of them, single values included, are at distance 0,
 * one and any other at distance 1. Swapping the vectors changes nothing.
 *
 * <p>Source: Kendall, "The treatment of ties in ranking problems", Biometrika 33 (1945).
 */
public final class KendallDistance implements PairedDistance {

  private static final KendallDistance DEFAULTS = new KendallDistance();

  private KendallDistance() {}

  /** Returns the distance, which has no options. */
  public static KendallDistance withDefaults() {
    return DEFAULTS;
  }

  @Override
  public String name() {
    return "Kendall distance (1 - tau-b)";
  }

  @Override
  public Distance between(double[] x, double[] y) {
    return new Distance(name(), Math.max(0, 1 - Concordance.of(x, y).tauB()));
  }
}

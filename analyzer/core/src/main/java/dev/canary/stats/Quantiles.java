package dev.canary.stats;

/**
 * Quantiles of a sample by linear interpolation between order statistics.
 *
 * <p>With the n values sorted and counted from 0, the quantile at p is the value at the position h
 * = (n - 1) p, interpolated between its two neighbours: definition 7 of Hyndman and Fan, "Sample
 * quantiles in statistical packages", The American Statistician 50 (1996), the default of NumPy and
 * R. One value is each of its own quantiles.
 */
public final class Quantiles {

  private Quantiles() {}

  /**
   * Returns the quantile at a probability, in the unit of the values, which are not modified.
   *
   * @throws IllegalArgumentException if the array is empty or holds NaN or an infinity, or if the
   *     probability lies outside [0, 1]
   */
  public static double of(double[] values, double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "probability is " + probability + ": it must lie in [0, 1]");
    }
    return ofSorted(Samples.sorted(values, "values"), probability);
  }

  static double ofSorted(double[] sorted, double probability) {
    double position = (sorted.length - 1) * probability;
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return between(sorted[below], sorted[above], position - below);
  }

  /** Returns the point at a fraction of the way from low to high, never outside them. */
  static double between(double low, double high, double fraction) {
    double width = high - low;
    double point =
        Double.isFinite(width) ? low + fraction * width : (1 - fraction) * low + fraction * high;
    return Math.min(high, Math.max(low, point)) + 0.0; // no negative zero
  }
}

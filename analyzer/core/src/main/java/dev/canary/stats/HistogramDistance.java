package dev.canary.stats;

/**
 * A distance between two histograms over the same bins or categories.
 *
 * <p>Histograms are weights: counts, probabilities, or any numbers that are not negative. Each is
 * divided by its sum first, unless the measure says otherwise.
 *
 * <p>Guarantee of every implementation: equal histograms are at distance 0, and reordering the bins
 * of both changes the value by rounding at most.
 */
public interface HistogramDistance {

  /** The name of the measure with every choice that changes the number. */
  String name();

  /**
   * Measures the distance between the weights of a reference and of what is seen now.
   *
   * @throws IllegalArgumentException if the lengths differ, if a weight is negative, NaN or
   *     infinite, if no weight of a histogram is positive, or if its sum is beyond the largest
   *     double
   */
  Distance between(double[] reference, double[] current);

  /**
   * Measures the distance between two samples, counted over bins that were frozen before.
   *
   * @throws IllegalArgumentException if a sample is empty or holds NaN or an infinity
   */
  default Distance between(Bins bins, double[] reference, double[] current) {
    Samples.requireSample(reference, "reference");
    Samples.requireSample(current, "current");
    Distance distance = between(bins.counts(reference), bins.counts(current));
    return new Distance(distance.name() + " over " + bins.name(), distance.value());
  }
}

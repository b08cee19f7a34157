package dev.canary.stats;

/**
 * The normalised absolute difference between two histograms: the largest change of a count, as a
 * share of all that was counted.
 *
 * <pre>
 * NAD = max over bins of |a - b| / (sum of all a and b)    a and b the weights as they are
 * </pre>
 *
 * <p>It has no null hypothesis: it describes. It lies in [0, 1]; equal weights give 0. Unlike every
 * other histogram distance it does not divide by the sums first, so that ten times as many of
 * everything is a difference. Swapping the histograms changes nothing.
 *
 * <p>Source: the comparator of the same name in TensorFlow Data Validation.
 */
public final class NormalizedAbsoluteDifference implements HistogramDistance {

  private static final NormalizedAbsoluteDifference DEFAULTS = new NormalizedAbsoluteDifference();

  private NormalizedAbsoluteDifference() {}

  /** Returns the distance, which has no options. */
  public static NormalizedAbsoluteDifference withDefaults() {
    return DEFAULTS;
  }

  @Override
  public String name() {
    return "normalised absolute difference of counts";
  }

  @Override
  public Distance between(double[] reference, double[] current) {
    Samples.requireSameLength(reference, "reference", current, "current");
    Samples.requireWeights(reference, "reference");
    Samples.requireWeights(current, "current");
    double sum = 0;
    double max = 0;
    for (int i = 0; i < reference.length; i++) {
      sum += reference[i] + current[i];
      max = Math.max(max, Math.abs(reference[i] - current[i]));
    }
    Samples.requireFinite(sum, "the sum of reference and current");
    return new Distance(name(), max / sum);
  }
}

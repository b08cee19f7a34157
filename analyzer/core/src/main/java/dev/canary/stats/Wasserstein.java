package dev.canary.stats;

/**
 * The Wasserstein distance of order 1: how far weight has to be moved to turn one sample into the
 * other.
 *
 * <pre>
 * W1 = integral of |F(t) - G(t)| dt    F, G the step functions of x and y
 * </pre>
 *
 * <p>It has no null hypothesis: it describes. It is a metric, in the unit of the values, and for
 * samples of one size the mean distance of the sorted values. Values may carry weights; only their
 * ratios matter. Cost: sorting and one merge.
 *
 * <p>Source: Vallender, "Calculation of the Wasserstein distance between probability distributions
 * on the line", Theory of Probability and its Applications 18 (1974).
 */
public final class Wasserstein implements SampleDistance {

  private static final Wasserstein DEFAULTS = new Wasserstein();

  private Wasserstein() {}

  /** Returns the distance of order 1, unscaled. */
  public static Wasserstein withDefaults() {
    return DEFAULTS;
  }

  @Override
  public String name() {
    return "Wasserstein distance (order 1)";
  }

  @Override
  public Distance between(double[] x, double[] y) {
    return between(SortedSample.of(x, "x"), SortedSample.of(y, "y"));
  }

  /** Measures the distance between two samples that were sorted before: one merge. */
  public Distance between(SortedSample x, SortedSample y) {
    return distance(MergedSteps.integrate(x.values(), y.values(), StepFunction.Power.FIRST));
  }

  /**
   * Measures the distance between two weighted samples.
   *
   * @throws IllegalArgumentException if a sample is empty or holds NaN or an infinity, if there is
   *     not one weight a value, or if weights are negative, not finite or all zero
   */
  public Distance between(double[] x, double[] weightsX, double[] y, double[] weightsY) {
    return distance(
        StepFunction.integrate(
            StepFunction.of(x, "x", weightsX, "weightsX"),
            StepFunction.of(y, "y", weightsY, "weightsY"),
            StepFunction.Power.FIRST));
  }

  private Distance distance(double integral) {
    return new Distance(name(), integral);
  }
}

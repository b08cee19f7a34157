package dev.canary.stats;

/**
 * The energy distance between two samples of numbers.
 *
 * <pre>
 * SQUARED  2 E|X - Y| - E|X - X'| - E|Y - Y'|  =  2 integral of (F(t) - G(t))^2 dt
 * ROOT     the square root of it, which is a metric and what SciPy calls energy distance
 * </pre>
 *
 * <p>It has no null hypothesis: it describes. SQUARED is in the unit of the values, ROOT in the
 * square root of it; the form stands in the name. It is computed by the integral, a sum of terms
 * that are not negative, so close samples do not cancel. Values may carry weights; only their
 * ratios matter. Cost: sorting and one merge, not all pairs.
 *
 * <p>Source: Szekely and Rizzo, "Energy statistics: a class of statistics based on distances",
 * Journal of Statistical Planning and Inference 143 (2013).
 */
public final class EnergyDistance implements SampleDistance {

  /** Which of the two numbers is meant. */
  public enum Form {
    /** The square root, a metric. */
    ROOT,
    /** Without the root. */
    SQUARED
  }

  private static final EnergyDistance DEFAULTS = new EnergyDistance(Form.ROOT);

  private final Form form;

  private EnergyDistance(Form form) {
    this.form = form;
  }

  /** Returns the form with the root, as SciPy has it. */
  public static EnergyDistance withDefaults() {
    return DEFAULTS;
  }

  /** Returns this distance in another form. */
  public EnergyDistance with(Form option) {
    return new EnergyDistance(option);
  }

  @Override
  public String name() {
    return switch (form) {
      case ROOT -> "energy distance (root)";
      case SQUARED -> "energy distance (squared)";
    };
  }

  @Override
  public Distance between(double[] x, double[] y) {
    return between(SortedSample.of(x, "x"), SortedSample.of(y, "y"));
  }

  /** Measures the distance between two samples that were sorted before: one merge. */
  public Distance between(SortedSample x, SortedSample y) {
    return distance(MergedSteps.integrate(x.values(), y.values(), StepFunction.Power.SECOND));
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
            StepFunction.Power.SECOND));
  }

  private Distance distance(double half) {
    double squared = Math.min(Double.MAX_VALUE, 2 * half);
    double value =
        switch (form) {
          case ROOT -> Math.sqrt(squared);
          case SQUARED -> squared;
        };
    return new Distance(name(), value);
  }
}

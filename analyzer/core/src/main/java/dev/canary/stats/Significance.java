package dev.canary.stats;

/**
 * The result of a test that has nothing to tell beyond statistic, p-value and method.
 *
 * @param statistic the observed statistic; finite
 * @param pValue in (0, 1]; the smallest double where the true one is smaller still
 * @param logPValue its natural logarithm, right even where {@code pValue} underflows
 * @param method how the p-value was found
 */
public record Significance(double statistic, double pValue, double logPValue, String method)
    implements TestResult {

  /**
   * Checks the guarantee of {@link TestResult}.
   *
   * @throws IllegalArgumentException if the statistic is not finite, p is outside (0, 1] or its
   *     logarithm is above 0, NaN or infinite
   */
  public Significance {
    PValues.requireValid(statistic, pValue, logPValue);
  }

  /** A result whose p-value is a double like any other. */
  public Significance(double statistic, double pValue, String method) {
    this(statistic, pValue, Math.log(pValue), method);
  }

  /** A result whose p-value is known by its logarithm; rounding above 0 is cut, -0 is 0. */
  public static Significance ofLog(double statistic, double logPValue, String method) {
    double log = Math.min(0, logPValue) + 0.0;
    return new Significance(statistic, PValues.reportable(Math.exp(log)), log, method);
  }
}

package dev.canary.stats;

/**
 * The result of a test that has nothing to tell beyond statistic, p-value and method.
 *
 * @param statistic the observed statistic; finite
 * @param pValue in (0, 1]
 * @param method how the p-value was found
 */
public record Significance(double statistic, double pValue, String method) implements TestResult {

  /**
   * Checks the guarantee of {@link TestResult}.
   *
   * @throws IllegalArgumentException if the statistic is not finite or p is outside (0, 1]
   */
  public Significance {
    PValues.requireValid(statistic, pValue);
  }
}

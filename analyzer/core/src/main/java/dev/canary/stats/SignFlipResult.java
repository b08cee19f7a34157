package dev.canary.stats;

import java.util.OptionalLong;

/**
 * The result of a {@link SignFlipTest}.
 *
 * @param meanDifference the mean difference with its sign, in the unit of the data
 * @param pValue in (0, 1]
 * @param method "exact" or "monte-carlo"
 * @param assignments how many assignments of signs were looked at
 * @param seed the seed of the random assignments; empty if all were enumerated
 */
public record SignFlipResult(
    double meanDifference, double pValue, String method, long assignments, OptionalLong seed)
    implements TestResult {

  /**
   * Checks the guarantee of {@link TestResult}.
   *
   * @throws IllegalArgumentException if the mean is not finite or p is outside (0, 1]
   */
  public SignFlipResult {
    PValues.requireValid(meanDifference, pValue);
  }

  /** The magnitude of the mean difference, in the unit of the data. */
  @Override
  public double statistic() {
    return Math.abs(meanDifference);
  }
}

package dev.canary.stats;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The result of a {@link PairedRowsTest}.
 *
 * @param statistic in the unit that the test documents
 * @param pValue in (0, 1]
 * @param method "exact" or "monte-carlo"
 * @param assignments how many ways to swap the rows of the pairs were looked at
 * @param seed the seed of the random assignments; empty if all were enumerated
 * @param bandwidth the width of the kernel, in the unit of the data; empty if it has none
 */
public record SwapResult(
    double statistic,
    double pValue,
    String method,
    long assignments,
    OptionalLong seed,
    OptionalDouble bandwidth)
    implements TestResult {

  /**
   * Checks the guarantee of {@link TestResult}.
   *
   * @throws IllegalArgumentException if the statistic is not finite or p is outside (0, 1]
   */
  public SwapResult {
    PValues.requireValid(statistic, pValue);
  }
}

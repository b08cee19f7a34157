package dev.canary.stats;

/**
 * What a statistical test answers: a statistic, a p-value, and how the p-value was found.
 *
 * <p>Guarantee of every implementation: the statistic is finite, and 0 &lt; p &lt;= 1. A p-value
 * below the smallest double is reported as {@link Double#MIN_VALUE}, never as 0 and never as NaN.
 * If the null hypothesis of the test holds, then P(p &lt;= alpha) &lt;= alpha, exactly for exact
 * methods and in the limit of large samples for asymptotic ones.
 */
public interface TestResult {

  /** The observed value of the test statistic, in the unit that the test documents. */
  double statistic();

  /** The probability, under the null hypothesis, of a statistic at least as extreme; in (0, 1]. */
  double pValue();

  /**
   * The natural logarithm of the p-value, which keeps its digits where the p-value itself
   * underflows; finite and at most 0.
   */
  default double logPValue() {
    return Math.log(pValue());
  }

  /** How the p-value was found, in words for a person: "exact", "asymptotic" and the like. */
  String method();

  /**
   * Tells whether the null hypothesis is rejected at the level alpha: p &lt;= alpha.
   *
   * @throws IllegalArgumentException if alpha is not inside (0, 1)
   */
  default boolean reject(double alpha) {
    if (!(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException("alpha is " + alpha + ": it must lie inside (0, 1)");
    }
    return pValue() <= alpha;
  }
}

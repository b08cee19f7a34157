package dev.canary.stats;

import org.apache.commons.math3.util.CombinatoricsUtils;

/**
 * The Beta tolerance bound: how often at most does a fresh value exceed the k-th largest of R?
 *
 * <p>Assumption: the R values and the fresh one are independent draws from one distribution, of any
 * shape. Then the chance P that a fresh value exceeds the k-th largest is itself random, drawn with
 * the sample; without ties it is Beta(k, R - k + 1), with ties it is smaller. Hence
 *
 * <pre>
 * q = BetaQuantile(1 - delta; k, R - k + 1),   P(Bin(R, q) &lt; k) = delta
 * k = 1:  q = 1 - delta^(1/R)
 * </pre>
 *
 * <p>Guarantee: P &lt;= q with a probability of at least 1 - delta over the sample that was drawn.
 *
 * <p>The root is found on the logarithm of the binomial sum, not of a difference from 1, so that a
 * delta of 1e-300 keeps its digits; a solver that stops by the value of the function does not.
 *
 * <p>Source: Wilks, "Determination of sample sizes for setting tolerance limits", Annals of
 * Mathematical Statistics 12 (1941); Vovk, "Conditional validity of inductive conformal
 * predictors", ACML (2012), proposition 2.
 */
public final class ToleranceBound {

  private ToleranceBound() {}

  /**
   * Returns q, in (0, 1).
   *
   * @throws IllegalArgumentException unless 1 &lt;= k &lt;= captures and 0 &lt; delta &lt; 1
   */
  public static double of(int captures, int k, double delta) {
    if (k < 1 || k > captures) {
      throw new IllegalArgumentException(
          "k is " + k + ": it must lie in [1, " + captures + "], the number of captures");
    }
    if (!(delta > 0 && delta < 1)) {
      throw new IllegalArgumentException("delta is " + delta + ": it must lie in (0, 1)");
    }
    if (k == 1) {
      return -Math.expm1(Math.log(delta) / captures);
    }
    double logWays = CombinatoricsUtils.binomialCoefficientLog(captures, k - 1);
    double logDelta = Math.log(delta);
    double low = 0;
    double high = 1;
    double middle = 0.5;
    while (middle > low && middle < high) {
      if (logFewerThan(k, captures, middle, logWays) > logDelta) {
        low = middle;
      } else {
        high = middle;
      }
      middle = low + (high - low) / 2;
    }
    return high;
  }

  /** The logarithm of P(Bin(n, q) &lt; k), summed from its last term down. */
  private static double logFewerThan(int k, int n, double q, double logWays) {
    double sum = 1;
    double term = 1;
    for (int i = k - 1; i > 0 && term > sum * 1e-18; i--) {
      term *= i * (1 - q) / ((n - i + 1) * q);
      sum += term;
    }
    return logWays + (k - 1) * Math.log(q) + (n - k + 1) * Math.log1p(-q) + Math.log(sum);
  }
}

package dev.canary.stats;

/**
 * A confidence interval for a quantile of any distribution, by order statistics: the sign test
 * turned round.
 *
 * <p>Assumption: n independent draws from one distribution, of any shape. The number of draws at or
 * below the quantile at p is binomial, so that with the draws sorted and counted from 1
 *
 * <pre>
 * P(x[k] &lt;= q_p) &gt;= P(Bin(n, p) &gt;= k),   P(x[k] &gt;= q_p) &gt;= P(Bin(n, p) &lt;= k - 1)
 * </pre>
 *
 * and the interval [x[l], x[u]] takes the largest l and the smallest u of which each misses with a
 * probability of at most (1 - confidence) / 2. A bound that no draw can give is infinite: below six
 * draws, both bounds of a median at 95 %.
 *
 * <p>Source: Conover, "Practical Nonparametric Statistics", 3rd edition (1999), section 3.2; David
 * and Nagaraja, "Order Statistics", 3rd edition (2003), section 7.1.
 *
 * @param low the lower bound, in the unit of the values
 * @param high the upper bound
 */
public record QuantileInterval(double low, double high) {

  /**
   * Returns the interval for the quantile at a probability.
   *
   * @throws IllegalArgumentException if there is no value or one is NaN or infinite, or unless 0
   *     &lt; probability &lt; 1 and 0 &lt; confidence &lt; 1
   */
  public static QuantileInterval of(double[] values, double probability, double confidence) {
    if (!(probability > 0 && probability < 1)) {
      throw new IllegalArgumentException(
          "probability is " + probability + ": it must lie in (0, 1)");
    }
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException("confidence is " + confidence + ": it must lie in (0, 1)");
    }
    double[] sorted = Samples.sorted(values, "values");
    double miss = (1 - confidence) / 2;
    int below = fewest(sorted.length, probability, miss);
    int above = fewest(sorted.length, 1 - probability, miss);
    return new QuantileInterval(
        below == 0 ? Double.NEGATIVE_INFINITY : sorted[below - 1],
        above == 0 ? Double.POSITIVE_INFINITY : sorted[sorted.length - above]);
  }

  /** The largest k with P(Bin(n, p) &lt; k) &lt;= miss. */
  private static int fewest(int n, double p, double miss) {
    double odds = Math.log(p) - Math.log1p(-p);
    double logTerm = n * Math.log1p(-p);
    double sum = 0;
    for (int k = 0; k < n; k++) {
      sum += Math.exp(logTerm);
      if (sum > miss) {
        return k;
      }
      logTerm += Math.log((double) (n - k) / (k + 1)) + odds;
    }
    return n;
  }
}

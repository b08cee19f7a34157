package dev.canary.stats;

/**
 * An upper confidence bound on the mean of values in [0, 1], by betting against larger means.
 *
 * <p>Assumption: each value lies in [0, 1] and has, given the earlier ones, the mean mu;
 * independence suffices, and no other property of the distribution plays a part. A gambler who
 * holds that the mean is smaller than m stakes a share c of what can be staked:
 *
 * <pre>
 * K(m) = sum over c in {1, 1/2, 1/4, ..} of w_c  prod_i (1 + c (m - x_i) / (1 - m))
 * </pre>
 *
 * <p>with weights w_c that halve too and sum to 1. Where mu &gt;= m, each factor has a mean of at
 * most 1, so E[K(m)] &lt;= 1 and P(K(m) &gt;= 1 / delta) &lt;= delta (Markov). K rises with m; the
 * bound is the m at which it reaches 1 / delta.
 *
 * <p>Guarantee: mu is at most the bound with a probability of at least 1 - delta, for every n. It
 * adapts to the variance: for values that barely vary it is far below Hoeffding's. The order of the
 * values does not matter, for the stakes are fixed beforehand.
 *
 * <p>Source: Waudby-Smith and Ramdas, "Estimating means of bounded random variables by betting",
 * JRSS B 86 (2024), section 4, with a mixture over stakes in place of predicted ones.
 */
public final class BoundedMean {

  /** Stakes 1 to 2^-11: the smallest suits some ten million values. */
  private static final int STAKES = 12;

  private static final int HALVINGS = 50;

  /** How many factors may be multiplied before a logarithm: each lies in [0, 2^50]. */
  private static final int BLOCK = 8;

  private BoundedMean() {}

  /**
   * Returns the bound, in (0, 1].
   *
   * @throws IllegalArgumentException if there is no value, if one lies outside [0, 1] or if delta
   *     lies outside (0, 1)
   */
  public static double upper(double[] values, double delta) {
    Samples.requireSample(values, "values");
    for (int i = 0; i < values.length; i++) {
      if (values[i] < 0 || values[i] > 1) {
        throw new IllegalArgumentException(
            "values[" + i + "] is " + values[i] + ": it must lie in [0, 1]");
      }
    }
    if (!(delta > 0 && delta < 1)) {
      throw new IllegalArgumentException("delta is " + delta + ": it must lie in (0, 1)");
    }
    double needed = -Math.log(delta);
    double low = 0;
    double high = 1;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (logCapital(values, middle) < needed) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  private static double logCapital(double[] values, double m) {
    double most = Double.NEGATIVE_INFINITY;
    double[] logs = new double[STAKES];
    double stake = 1;
    for (int j = 0; j < STAKES; j++) {
      double log = Math.log(j == STAKES - 1 ? 2 * stake : stake) - Math.log(2);
      double product = 1;
      for (int i = 0; i < values.length; i++) {
        product *= 1 + stake * (m - values[i]) / (1 - m);
        if (i % BLOCK == BLOCK - 1) {
          log += Math.log(product);
          product = 1;
        }
      }
      log += Math.log(product);
      logs[j] = log;
      most = Math.max(most, log);
      stake /= 2;
    }
    if (most == Double.NEGATIVE_INFINITY) {
      return most;
    }
    double sum = 0;
    for (double log : logs) {
      sum += Math.exp(log - most);
    }
    return most + Math.log(sum);
  }
}

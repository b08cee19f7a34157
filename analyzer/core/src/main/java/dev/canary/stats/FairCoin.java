package dev.canary.stats;

import org.apache.commons.math3.distribution.BinomialDistribution;

/**
 * The tails of the binomial distribution with probability 1/2, as logarithms.
 *
 * <p>The probability of one count is Loader's saddle-point expansion ("Fast and accurate
 * computation of binomial probabilities", 2000) as Commons Math implements it; a tail that does not
 * hold the middle is that of its last count times a sum of positive, falling ratios. So no digits
 * are lost, however small the tail.
 */
final class FairCoin {

  private FairCoin() {}

  /** ln P(X &lt;= heads) of 0 &lt;= tosses tosses; 0 from heads = tosses on. */
  static double logAtMost(int heads, int tosses) {
    if (heads >= tosses) {
      return 0;
    }
    if (heads < 0) {
      return Double.NEGATIVE_INFINITY;
    }
    if (heads > tosses / 2) {
      return Math.log1p(-Math.exp(logAtMost(tosses - heads - 1, tosses)));
    }
    double ratios = 1;
    double term = 1;
    for (int k = heads; k > 0 && term > ratios * 1e-18; k--) {
      term *= k / (tosses - k + 1.0);
      ratios += term;
    }
    double log = new BinomialDistribution(null, tosses, 0.5).logProbability(heads);
    return log + Math.log(ratios);
  }

  /** ln P(X &gt;= heads), by symmetry. */
  static double logAtLeast(int heads, int tosses) {
    return logAtMost(tosses - heads, tosses);
  }

  /** ln min(1, 2 P(X &lt;= min(heads, tosses - heads))). */
  static double logTwoSided(int heads, int tosses) {
    return Math.min(0, Math.log(2) + logAtMost(Math.min(heads, tosses - heads), tosses));
  }
}

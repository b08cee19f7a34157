package dev.canary.stats;

import org.apache.commons.numbers.gamma.LogGamma;

/**
 * Logarithms of binomial and hypergeometric probabilities that keep their digits for large counts.
 *
 * <p>Differences of logarithms of factorials lose as many digits as the factorials have; here the
 * large parts are cancelled by hand and only small ones are left.
 *
 * <p>Source: Loader, "Fast and accurate computation of binomial probabilities" (2000), as R has it.
 */
final class Saddlepoint {

  private static final double LOG_2_PI = Math.log(2 * Math.PI);

  private Saddlepoint() {}

  /** Returns ln Gamma(n + 1) - ln (sqrt(2 pi n) (n / e)^n), for n &gt; 0. */
  static double stirlingError(double n) {
    if (n < 16) {
      return LogGamma.value(n + 1) - (n + 0.5) * Math.log(n) + n - LOG_2_PI / 2;
    }
    double square = n * n;
    return (1. / 12
            - (1. / 360 - (1. / 1260 - (1. / 1680 - 1. / 1188 / square) / square) / square)
                / square)
        / n;
  }

  /** Returns x ln(x / mean) + mean - x, which is not negative, given x - mean. */
  static double deviance(double x, double mean, double difference) {
    if (x == 0) {
      return mean;
    }
    if (Math.abs(difference) >= 0.1 * (x + mean)) {
      return x * Math.log(x / mean) - difference;
    }
    double v = difference / (x + mean);
    double sum = difference * v;
    double term = 2 * x * v;
    for (int j = 3; ; j += 2) {
      term *= v * v;
      double next = sum + term / j;
      if (next == sum) {
        return sum;
      }
      sum = next;
    }
  }

  /** Returns the logarithm of the probability of x successes in n trials, q being 1 - p. */
  static double logBinomial(double x, double n, double p, double q) {
    if (x == 0) {
      return n == 0 ? 0 : n * (p < 0.1 ? Math.log1p(-p) : Math.log(q));
    }
    if (x == n) {
      return n * (q < 0.1 ? Math.log1p(-q) : Math.log(p));
    }
    double rest = n - x;
    return stirlingError(n)
        - stirlingError(x)
        - stirlingError(rest)
        - deviance(x, n * p, x - n * p)
        - deviance(rest, n * q, rest - n * q)
        - (LOG_2_PI + Math.log(x) + Math.log(rest / n)) / 2;
  }

  /**
   * Returns the logarithm of the probability that of {@code drawn} values out of n + m exactly x
   * are among the n.
   */
  static double logHypergeometric(double x, double drawn, double n, double m) {
    double all = n + m;
    if (drawn == 0 || drawn == all) {
      return 0;
    }
    double p = drawn / all;
    double q = (all - drawn) / all;
    return logBinomial(x, n, p, q)
        + logBinomial(drawn - x, m, p, q)
        - logBinomial(drawn, all, p, q);
  }
}

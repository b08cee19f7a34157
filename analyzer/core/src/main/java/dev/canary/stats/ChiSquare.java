package dev.canary.stats;

import org.apache.commons.numbers.gamma.RegularizedGamma;

/** The upper tail of the chi-square distribution, by its logarithm. */
final class ChiSquare {

  /** Below, the digits of a probability may be those of an underflow. */
  private static final double SMALL = 1e-280;

  private ChiSquare() {}

  /** What a table's statistic tells; without a degree of freedom, nothing. */
  static Significance significance(double statistic, int degreesOfFreedom) {
    if (degreesOfFreedom == 0) {
      return new Significance(0, 1, "asymptotic");
    }
    return Significance.ofLog(statistic, logSurvival(statistic, degreesOfFreedom), "asymptotic");
  }

  /** Returns the logarithm of P(X &gt;= x); x is not negative. */
  static double logSurvival(double x, double degreesOfFreedom) {
    double shape = degreesOfFreedom / 2;
    double at = x / 2;
    double q = RegularizedGamma.Q.value(shape, at);
    if (q > 0.5) {
      return Math.log1p(-RegularizedGamma.P.value(shape, at));
    }
    return q > SMALL ? Math.log(q) : logTail(shape, at);
  }

  /**
   * Legendre's continued fraction for the incomplete gamma function, evaluated by Lentz's method.
   */
  private static double logTail(double shape, double at) {
    double b = at + 1 - shape;
    double c = Double.POSITIVE_INFINITY;
    double d = 1 / b;
    double fraction = d;
    double factor = 0;
    for (int i = 1; Math.abs(factor - 1) > 1e-16; i++) {
      double a = i * (shape - i);
      b += 2;
      d = 1 / (b + a * d);
      c = b + a / c;
      factor = c * d;
      fraction *= factor;
    }
    return Math.log(fraction * Math.sqrt(shape / (2 * Math.PI)))
        - Saddlepoint.deviance(shape, at, shape - at)
        - Saddlepoint.stirlingError(shape);
  }
}

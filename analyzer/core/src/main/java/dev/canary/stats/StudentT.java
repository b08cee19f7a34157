package dev.canary.stats;

import org.apache.commons.numbers.gamma.LogBeta;

/**
 * The upper tail of Student's t distribution, as a logarithm that keeps its digits however far out.
 *
 * <p>With f degrees of freedom, P(T &gt;= t) = I_x(f / 2, 1 / 2) / 2 for t &gt;= 0, x = f / (f +
 * t<sup>2</sup>). The regularised incomplete beta function I is its continued fraction (Abramowitz
 * and Stegun 26.5.8, evaluated as Lentz does) times a factor that is kept as a logarithm.
 */
final class StudentT {

  private static final double PRECISION = 3e-16;
  private static final double TINY = 1e-300;

  private StudentT() {}

  /** ln P(T &gt;= t) for a finite t and f &gt; 0. */
  static double logUpperTail(double t, double f) {
    if (t < 0) {
      return Math.log1p(-Math.exp(logUpperTail(-t, f)));
    }
    double q = t / Math.sqrt(f);
    double logX = q > 1e8 ? -2 * Math.log(q) : -Math.log1p(q * q);
    double logY = q < 1e-8 ? 2 * Math.log(q) : -Math.log1p(1 / q / q);
    double a = f / 2;
    double x = Math.exp(logX);
    double logFactor = a * logX + logY / 2 - LogBeta.value(a, .5);
    if (x < (a + 1) / (a + 2.5)) {
      return logFactor - Math.log(2 * a) + Math.log(fraction(x, a, .5));
    }
    double y = q * q / (1 + q * q);
    double middle = y == 0 ? 0 : Math.exp(logFactor) * 2 * fraction(y, .5, a);
    return Math.log1p(-middle) - Math.log(2);
  }

  /** The continued fraction of I_x(a, b), which converges fast for x &lt; (a + 1) / (a + b + 2). */
  private static double fraction(double x, double a, double b) {
    double c = 1;
    double d = 1 / nonZero(1 - (a + b) * x / (a + 1));
    double value = d;
    double change = 0;
    for (int m = 1; Math.abs(change - 1) > PRECISION; m++) {
      double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 / nonZero(1 + even * d);
      c = nonZero(1 + even / c);
      value *= d * c;
      double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      d = 1 / nonZero(1 + odd * d);
      c = nonZero(1 + odd / c);
      change = d * c;
      value *= change;
    }
    return value;
  }

  private static double nonZero(double value) {
    return Math.abs(value) < TINY ? TINY : value;
  }
}

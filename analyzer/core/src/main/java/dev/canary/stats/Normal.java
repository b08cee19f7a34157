package dev.canary.stats;

import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.numbers.gamma.Erfcx;

/**
 * The upper tail of the standard normal distribution, which keeps its digits however far out.
 *
 * <p>Beyond z = 1 the tail is taken as exp(-z<sup>2</sup>/2) erfcx(z / sqrt 2) / 2, whose second
 * factor has no exponential left in it; the rounding error of z<sup>2</sup>, which the exponential
 * would multiply, is carried along.
 */
final class Normal {

  private static final double SQRT_2 = Math.sqrt(2);

  private Normal() {}

  /** Returns P(Z &gt;= z) to about 1e-15, relative; 0 where it underflows. */
  static double survival(double z) {
    if (z < 1) {
      return Erfc.value(z / SQRT_2) / 2;
    }
    double square = z * z;
    double rest = Math.fma(z, z, -square);
    return Math.exp(-square / 2) * (1 - rest / 2) * Erfcx.value(z / SQRT_2) / 2;
  }

  /** Returns the natural logarithm of P(Z &gt;= z), for |z| up to 1e150. */
  static double logSurvival(double z) {
    if (z < 0) {
      return Math.log1p(-survival(-z));
    }
    return Math.log(Erfcx.value(z / SQRT_2) / 2) - z * z / 2;
  }
}

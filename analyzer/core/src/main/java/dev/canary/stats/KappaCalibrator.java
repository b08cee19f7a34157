package dev.canary.stats;

/**
 * Turns a p-value into an e-value: f(p) = kappa p^(kappa - 1).
 *
 * <p>Guarantee: f falls and its integral over [0, 1] is 1, so that E[f(P)] &lt;= 1 for the p-value
 * P of every valid test, under its null hypothesis. Small kappa bet on small p-values.
 *
 * <p>Source: Vovk and Wang, "E-values: calibration, combination and applications", Annals of
 * Statistics 49 (2021), section 2.
 *
 * @param kappa in (0, 1)
 */
public record KappaCalibrator(double kappa) {

  /**
   * @throws IllegalArgumentException unless 0 &lt; kappa &lt; 1
   */
  public KappaCalibrator {
    if (!(kappa > 0 && kappa < 1)) {
      throw new IllegalArgumentException("kappa is " + kappa + ": it must lie in (0, 1)");
    }
  }

  /**
   * Returns ln f(p).
   *
   * @throws IllegalArgumentException unless 0 &lt; p &lt;= 1
   */
  public double logE(double p) {
    if (!(p > 0 && p <= 1)) {
      throw new IllegalArgumentException("p is " + p + ": it must lie in (0, 1]");
    }
    return Math.log(kappa) + (kappa - 1) * Math.log(p);
  }
}

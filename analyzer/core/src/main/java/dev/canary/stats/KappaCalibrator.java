package dev.canary.stats;

/**
 * Turns a p-value into an e-value: f(p) = kappa p^(kappa - 1).
 *
 * <p>Guarantee: f falls and its integral over [0, 1] is 1, so that E[f(P)] &lt;= 1 for the p-value
 * P of every valid test, under its null hypothesis. The smaller kappa is, the more is staked on
 * very small p-values. Both are taken and given as logarithms, which neither under- nor overflow.
 *
 * <p>Source: Vovk and Wang, "E-values: calibration, combination and applications", Annals of
 * Statistics 49 (2021), section 2; the product's statistics, section 2.2.
 */
public final class KappaCalibrator {

  private final double kappa;
  private final double logKappa;

  private KappaCalibrator(double kappa) {
    this.kappa = kappa;
    this.logKappa = Math.log(kappa);
  }

  /**
   * Returns the calibrator with this kappa.
   *
   * @throws IllegalArgumentException unless 0 &lt; kappa &lt; 1
   */
  public static KappaCalibrator of(double kappa) {
    if (!(kappa > 0 && kappa < 1)) {
      throw new IllegalArgumentException("kappa is " + kappa + ": it must lie in (0, 1)");
    }
    return new KappaCalibrator(kappa);
  }

  /**
   * Returns ln f(p), given ln p.
   *
   * @throws IllegalArgumentException if ln p is above 0, NaN or -infinity: a p-value is never 0
   */
  public double logE(double logP) {
    if (!(logP <= 0 && logP > Double.NEGATIVE_INFINITY)) {
      throw new IllegalArgumentException("ln p is " + logP + ": p must lie in (0, 1]");
    }
    return logKappa + (kappa - 1) * logP;
  }
}

package dev.canary.evidence;

import java.time.Duration;

/**
 * How many false evidence alerts a workspace may raise, over all its watches together: "at most 1
 * per 90 days".
 *
 * <p>Guarantee: while nothing changes, the expected number of evidence alerts over all watches in
 * any stretch of time is at most {@code falseAlerts} x time / period, with a probability of at
 * least 1 - delta over the baselines that were drawn. It is an expectation: a budget of 1 that is
 * used up wholly still leaves a chance of up to 63 % of at least one. Alerts on facts and findings
 * of single runs are outside it.
 *
 * <p>Source: the product's statistics, section 2.1; Shin, Ramdas and Rinaldo, "E-detectors: a
 * nonparametric framework for sequential change detection", New England Journal of Statistics in
 * Data Science 2 (2024).
 *
 * @param falseAlerts the expected number per period; above 0
 * @param period longer than nothing
 * @param delta the chance, over the captures drawn, that the guarantee itself fails; in (0, 1)
 */
public record Budget(double falseAlerts, Duration period, double delta) {

  /** One in 90 days, with a chance of one in a thousand that the captures mislead. */
  public static final Budget DEFAULT = new Budget(1, Duration.ofDays(90), 0.001);

  /**
   * @throws IllegalArgumentException if a value lies outside its range
   */
  public Budget {
    if (!(falseAlerts > 0) || Double.isInfinite(falseAlerts)) {
      throw new IllegalArgumentException("falseAlerts is " + falseAlerts + ": it must be above 0");
    }
    if (period.isZero() || period.isNegative()) {
      throw new IllegalArgumentException("a period must be longer than nothing, found " + period);
    }
    if (!(delta > 0 && delta < 1)) {
      throw new IllegalArgumentException("delta is " + delta + ": it must lie in (0, 1)");
    }
  }

  /** All of it, for the only watch of a workspace. */
  public BudgetShare whole() {
    return new BudgetShare(this, 1);
  }

  /**
   * What falls to a watch of this weight.
   *
   * @param weight of the watch; above 0
   * @param allWeights the sum over all watches, this one among them
   * @throws IllegalArgumentException unless 0 &lt; weight &lt;= allWeights
   */
  public BudgetShare share(double weight, double allWeights) {
    if (!(weight > 0 && weight <= allWeights) || Double.isInfinite(allWeights)) {
      throw new IllegalArgumentException(
          "a weight must be above 0 and at most the sum of all, found %s of %s"
              .formatted(weight, allWeights));
    }
    return new BudgetShare(this, weight / allWeights);
  }
}

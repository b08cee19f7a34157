package dev.canary.format;

import java.time.Duration;

/**
 * How many false alerts the workspace may raise, over all its watches together.
 *
 * @param falseAlerts how many in the mean; 0.05 is a chance of at most 5 % of any
 * @param per in which time
 * @param delta the chance that the budget's guarantee itself fails
 */
public record BudgetSettings(double falseAlerts, Duration per, double delta) {
  /** One in 90 days, with a chance of one in a thousand that the guarantee fails. */
  public static final BudgetSettings DEFAULT = new BudgetSettings(1, Duration.ofDays(90), 0.001);
}

package dev.canary.watch;

import java.util.Optional;

/**
 * How a suite is watched, but for what it is and where its model is.
 *
 * @param timing when it runs
 * @param policy when facts open an alert
 * @param region where the watched deployment is, for people and for routing alerts
 * @param weight its share of the workspace's budget of false alerts, relative to other watches
 * @param dryRun true when findings are recorded but nothing is published as an alert
 */
public record WatchSettings(
    Timing timing, Policy policy, Optional<String> region, double weight, boolean dryRun) {
  /** The weight of a watch that names none. */
  public static final double DEFAULT_WEIGHT = 1;

  /** A watch that names nothing. */
  public static final WatchSettings DEFAULT =
      new WatchSettings(Timing.DEFAULT, Policy.DEFAULT, Optional.empty(), DEFAULT_WEIGHT, false);

  /**
   * @throws IllegalArgumentException unless the weight is above 0 and finite
   */
  public WatchSettings {
    if (!(weight > 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException("a weight must be above 0, found " + weight);
    }
  }

  /** Runs of the whole suite, and nothing else. */
  public WatchSettings(
      ScheduleSpec schedule,
      Policy policy,
      Optional<String> region,
      double weight,
      boolean dryRun) {
    this(Timing.of(schedule), policy, region, weight, dryRun);
  }

  /** When the whole suite is replayed and counted as evidence. */
  public ScheduleSpec schedule() {
    return timing.golden();
  }

  /** The same with another weight. */
  public WatchSettings withWeight(double other) {
    return new WatchSettings(timing, policy, region, other, dryRun);
  }
}

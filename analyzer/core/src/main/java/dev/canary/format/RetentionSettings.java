package dev.canary.format;

import java.time.Duration;

/**
 * Which runs keep their outputs.
 *
 * @param unhealthyFor how long runs are kept that were not healthy
 * @param healthyRuns how many of the last healthy runs are kept
 */
public record RetentionSettings(Duration unhealthyFor, int healthyRuns) {
  /** 90 days, 100 runs. */
  public static final RetentionSettings DEFAULT = new RetentionSettings(Duration.ofDays(90), 100);
}

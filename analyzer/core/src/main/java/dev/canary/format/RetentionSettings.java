package dev.canary.format;

import java.time.Duration;

/**
 * What is kept of runs, alerts and events.
 *
 * @param unhealthyFor how long the outputs of runs are kept that were not healthy
 * @param healthyRuns how many of the last healthy runs of each watch keep theirs
 * @param runs how many of the last runs of each watch, tier and verdict are kept at all, with their
 *     summaries; at least 1
 * @param historyFor how long any run is kept, and what happened to alerts that are over
 * @param events how many of the last events wait where there is no broker to take them
 */
public record RetentionSettings(
    Duration unhealthyFor, int healthyRuns, int runs, Duration historyFor, int events) {
  /** What a workspace keeps that says nothing of it. */
  public static final RetentionSettings DEFAULT =
      new RetentionSettings(Duration.ofDays(90), 100, 1_000, Duration.ofDays(400), 100_000);
}

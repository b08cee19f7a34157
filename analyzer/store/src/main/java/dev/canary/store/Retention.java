package dev.canary.store;

import java.time.Duration;

/**
 * What is kept of runs and alerts, and for how long. Whatever it says, the newest run of each watch
 * stays, with the runs that open alerts began with.
 *
 * @param unhealthyFor after its start, the observations of a run whose verdict was not HEALTHY
 * @param healthyRuns how many of the newest HEALTHY runs of each watch keep their observations
 * @param runs how many of the newest runs of each watch, tier and verdict are kept at all, with
 *     their summaries and scores; at least 1
 * @param historyFor after its start, any run, and any transition of alerts that are over
 */
public record Retention(Duration unhealthyFor, int healthyRuns, int runs, Duration historyFor) {
  /** Observations of 100 healthy runs, of others for 90 days; 1,000 runs; 400 days. */
  public static final Retention DEFAULT =
      new Retention(Duration.ofDays(90), 100, 1_000, Duration.ofDays(400));

  public Retention {
    if (unhealthyFor.isNegative()) {
      throw new IllegalArgumentException("unhealthyFor is " + unhealthyFor + ", must be >= 0");
    }
    if (healthyRuns < 0) {
      throw new IllegalArgumentException("healthyRuns is " + healthyRuns + ", must be >= 0");
    }
    if (runs < 1) {
      throw new IllegalArgumentException("runs is " + runs + ", must be >= 1");
    }
    if (historyFor.isNegative()) {
      throw new IllegalArgumentException("historyFor is " + historyFor + ", must be >= 0");
    }
  }

  /** The default, with other observations. */
  public static Retention ofObservations(Duration unhealthyFor, int healthyRuns) {
    return new Retention(unhealthyFor, healthyRuns, DEFAULT.runs, DEFAULT.historyFor);
  }
}

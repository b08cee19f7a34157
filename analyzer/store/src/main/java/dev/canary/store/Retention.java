package dev.canary.store;

import java.time.Duration;

/**
 * How long the observations of a run are kept. Its summary, with the scores, stays for ever.
 *
 * @param unhealthyFor after its start, for a run whose verdict was not HEALTHY
 * @param healthyRuns how many of the newest HEALTHY runs of each watch
 */
public record Retention(Duration unhealthyFor, int healthyRuns) {
  /** 90 days, 100 runs. */
  public static final Retention DEFAULT = new Retention(Duration.ofDays(90), 100);

  public Retention {
    if (unhealthyFor.isNegative()) {
      throw new IllegalArgumentException("unhealthyFor is " + unhealthyFor + ", must be >= 0");
    }
    if (healthyRuns < 0) {
      throw new IllegalArgumentException("healthyRuns is " + healthyRuns + ", must be >= 0");
    }
  }
}

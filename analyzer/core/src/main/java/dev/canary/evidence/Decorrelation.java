package dev.canary.evidence;

import java.time.Duration;

/** After how long the noise of a deployment has forgotten what it was, as captures show it. */
public sealed interface Decorrelation {

  /**
   * All captures were made within less than {@link Calibration#BURST}, or nobody knows when: of
   * what comes hours later nothing can be said, and thinned lanes stay off.
   */
  record Burst() implements Decorrelation {}

  /**
   * Captures were spread.
   *
   * @param time after which scores count as unrelated; the distance of bets in thinned lanes
   */
  record Spread(Duration time) implements Decorrelation {
    /**
     * @throws IllegalArgumentException if the time is negative
     */
    public Spread {
      if (time.isNegative()) {
        throw new IllegalArgumentException("a decorrelation time cannot be negative: " + time);
      }
    }
  }
}

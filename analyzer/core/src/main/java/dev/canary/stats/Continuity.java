package dev.canary.stats;

/** Whether an approximation allows for a statistic that moves in steps. */
public enum Continuity {
  /** It does not. */
  NONE,
  /** The statistic is first moved towards its expectation by half a step (Yates, 1934). */
  CORRECTED
}

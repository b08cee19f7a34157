package dev.canary.check;

/** A check's answer. */
public enum Outcome {
  /** As expected. */
  HELD,
  /** Not as expected. */
  DEVIATED,
  /** Cannot be judged; the finding says why and what would cure it. */
  INCONCLUSIVE
}

package dev.canary.stats;

/** How a test is asked to find its p-value. */
public enum PValueMethod {
  /** Exact as long as the cost stays within the limit that the test documents. */
  AUTO,
  /** From the exact null distribution, whatever it costs. */
  EXACT,
  /** From the limit of large samples. */
  ASYMPTOTIC
}

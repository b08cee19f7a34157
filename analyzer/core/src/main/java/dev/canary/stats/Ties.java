package dev.canary.stats;

/** What an exact p-value makes of values that occur more than once. */
public enum Ties {
  /** Takes the null distribution given the ties in the pooled samples: exact. */
  CONDITIONAL,
  /** Takes the null distribution of untied values, as SciPy does: not exact under ties. */
  IGNORED
}

package dev.canary.stats;

/** The direction in which a test looks for a departure from its null hypothesis. */
public enum Alternative {
  /** Any departure counts. */
  TWO_SIDED,
  /** Only departures upwards, as the test defines them. */
  GREATER,
  /** Only departures downwards, as the test defines them. */
  LESS
}

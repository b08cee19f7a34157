package dev.canary.event;

/**
 * The topics the product writes to; a prefix (by default {@value #DEFAULT_PREFIX}) comes before
 * each.
 */
public enum Topic {
  /** One record per run, healthy ones too: the heart-beat. */
  RUNS("runs.v1"),
  /** One record per finding that deviated or was inconclusive. */
  FINDINGS("findings.v1"),
  /** One record per transition of an alert. */
  ALERTS("alerts.v1"),
  /** Compacted: the latest verdict of each watch. */
  STATE("state.v1"),
  /** Records that a consumer could not read, each as it came and with the reason. */
  DLQ("dlq.v1");

  /** The prefix of a workspace that names none. */
  public static final String DEFAULT_PREFIX = "canary";

  private final String suffix;

  Topic(String suffix) {
    this.suffix = suffix;
  }

  /** The topic's name under a prefix, for example {@code canary.runs.v1}. */
  public String name(String prefix) {
    return prefix + "." + suffix;
  }

  /** True when the broker keeps the last record of each key instead of deleting by age. */
  public boolean compacted() {
    return this == STATE;
  }
}

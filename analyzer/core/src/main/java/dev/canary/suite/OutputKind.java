package dev.canary.suite;

import java.util.Locale;

/** What the numbers of an output mean, and so how two of them are compared. */
public enum OutputKind {
  /** Class probabilities along the last axis (or one probability); compared in log space. */
  PROBABILITIES,
  /**
   * Unnormalised class scores along the last axis; compared relative to the row's largest
   * magnitude.
   */
  LOGITS,
  /** Regression values; compared relative to the row's largest magnitude. */
  VALUES,
  /** Class labels, as text or whole numbers; compared exactly. */
  LABELS,
  /** An embedding vector along the last axis; compared as values are. */
  EMBEDDING,
  /** Free text; compared exactly. */
  TEXT;

  /** The name used in files, for example {@code probabilities}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** True when a row ranks classes, so that its largest entry is a label. */
  public boolean ranksClasses() {
    return this == PROBABILITIES || this == LOGITS;
  }
}

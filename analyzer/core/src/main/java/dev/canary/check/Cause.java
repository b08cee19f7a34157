package dev.canary.check;

/** The likely cause of what was seen, in words that consumers may rely on. */
public enum Cause {
  /** No connection, a time-out, an error of the transport or of the model, an answer not ours. */
  UNREACHABLE,
  /** The server says it is not ready. */
  NOT_READY,
  /** The artefact no longer loads. */
  LOAD_FAILED,
  /** Names, types, shapes or element counts differ. */
  SCHEMA,
  /** Range, sum, label or expectation violated. */
  CONTRACT,
  /** An answer without content. */
  EMPTY,
  /** NaN or infinity where there was a number. */
  NON_FINITE,
  /** Slower than the budget. */
  LATENCY,
  /** Another version of the model answered. */
  VERSION_CHANGE,
  /** The weights differ under the same version. */
  WEIGHTS_CHANGED,
  /** Answers moved as corrupted weights move them. */
  WEIGHTS_CORRUPTED,
  /** The same scores under other class names. */
  LABELS_PERMUTED,
  /** Every score multiplied by one factor (or one temperature). */
  SCALED,
  /** Every score moved by one amount. */
  SHIFTED,
  /** Every case gets the same answer. */
  COLLAPSED,
  /** The answers lie on a coarser grid than before. */
  QUANTISED,
  /** Only a few cases, or the cases of one tag, moved. */
  LOCALISED,
  /** Same weights, other answers: what goes into the model changed. */
  PREPROCESSING,
  /** A movement of the size that another platform or precision explains. */
  NUMERIC_NOISE,
  /** Other bits inside the class on the same platform: nothing benign is left to explain them. */
  BITS_CHANGED,
  /** The same input gives different answers. */
  NON_DETERMINISTIC,
  /** The answers come from a cache. */
  CACHED;

  /** True for what may pass by itself, as a network's faults do. */
  public boolean isTransient() {
    return this == UNREACHABLE || this == NOT_READY || this == LATENCY || this == EMPTY;
  }
}

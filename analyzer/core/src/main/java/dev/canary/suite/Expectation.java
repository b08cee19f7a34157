package dev.canary.suite;

import java.util.Optional;

/**
 * What the author of a case demands of its answer, whatever the baseline says.
 *
 * @param label the label that must be answered
 * @param range where every number of the answer must lie
 */
public record Expectation(Optional<String> label, Optional<Range> range) {
  /** Demands nothing. */
  public static final Expectation NONE = new Expectation(Optional.empty(), Optional.empty());
}

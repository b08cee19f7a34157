package dev.canary.replay;

import dev.canary.target.Output;
import dev.canary.target.PredictionException;

/** What one case produced: an answer, or a failure. Failures are data, never dropped. */
public sealed interface Observation {
  /** The id of the case. */
  String caseId();

  /** Wall-clock time of the call, in nanoseconds. */
  long latencyNanos();

  /** The model answered. */
  record Answered(String caseId, Output output, long latencyNanos) implements Observation {}

  /** The model did not answer; {@code message} says why in one line. */
  record Failed(String caseId, PredictionException.Reason reason, String message, long latencyNanos)
      implements Observation {}
}

package dev.canary.replay;

import dev.canary.target.Exchange;
import dev.canary.target.Output;
import dev.canary.target.PredictionException.Reason;
import java.util.Optional;

/** What one case produced: an answer, or a failure. Failures are data, never dropped. */
public sealed interface Observation {
  /** The id of the case. */
  String caseId();

  /**
   * How long the answer took, in nanoseconds: what the target measured over the wire, else
   * wall-clock time of the call.
   */
  long latencyNanos();

  /** When the case was sent, in nanoseconds after the replay began. */
  long sentNanos();

  /** The failure of an earlier attempt at this case, which the immediate second one followed. */
  Optional<Failed> earlier();

  /** How the answer came over the wire, where it did. */
  Optional<Exchange> exchange();

  /** The model answered. */
  record Answered(
      String caseId, Output output, long latencyNanos, long sentNanos, Optional<Failed> earlier)
      implements Observation {
    /** An answer at the first attempt, of which nobody asked when it was sent. */
    public Answered(String caseId, Output output, long latencyNanos) {
      this(caseId, output, latencyNanos, 0, Optional.empty());
    }

    @Override
    public Optional<Exchange> exchange() {
      return output.exchange();
    }
  }

  /** The model did not answer; {@code message} says why in one line. */
  record Failed(
      String caseId,
      Reason reason,
      String message,
      long latencyNanos,
      long sentNanos,
      Optional<Exchange> exchange,
      Optional<Failed> earlier)
      implements Observation {
    /** A failure at the first attempt, of which nobody asked when it was sent. */
    public Failed(String caseId, Reason reason, String message, long latencyNanos) {
      this(caseId, reason, message, latencyNanos, 0, Optional.empty(), Optional.empty());
    }
  }
}

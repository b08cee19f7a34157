package dev.canary.target;

/** The model failed on one case; the message is one line. */
public final class PredictionException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why there is no answer. */
  public enum Reason {
    /** No connection, or an error of the transport. */
    UNREACHABLE,
    /** No answer in time. */
    TIMED_OUT,
    /** The server is there and says it is not ready. */
    NOT_READY,
    /** The input does not fit the model: names, types, shapes. */
    BAD_INPUT,
    /** An answer without content, or no answer for this case in a recorded file. */
    EMPTY,
    /** The artefact is no loadable model any more: no case was sent. */
    LOAD_FAILED,
    /** The model raised an error while computing. */
    MODEL_ERROR
  }

  private final Reason reason;

  public PredictionException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public PredictionException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}

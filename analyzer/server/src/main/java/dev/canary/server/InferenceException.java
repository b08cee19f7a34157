package dev.canary.server;

/** Why a request has no answer, in the words that its sender reads. */
public final class InferenceException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Whose fault it is; each protocol has a status for each. */
  public enum Reason {
    /** The request cannot be understood, or does not fit the model. */
    BAD_REQUEST,
    /** The request lacks the key, password or token that the server asks for. */
    UNAUTHENTICATED,
    /** There is no such model, version or path. */
    NOT_FOUND,
    /** The server is not ready. */
    UNAVAILABLE,
    /** The model failed. */
    FAILED
  }

  private final Reason reason;

  public InferenceException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  static InferenceException badRequest(String message) {
    return new InferenceException(Reason.BAD_REQUEST, message);
  }

  static InferenceException notFound(String message) {
    return new InferenceException(Reason.NOT_FOUND, message);
  }

  static InferenceException failed(String message) {
    return new InferenceException(Reason.FAILED, message);
  }
}

package dev.canary.baseline;

/** These captures make no baseline; the message says in one line which cases are the reason. */
public final class CaptureException extends Exception {
  private static final long serialVersionUID = 1L;

  public CaptureException(String message) {
    super(message);
  }
}

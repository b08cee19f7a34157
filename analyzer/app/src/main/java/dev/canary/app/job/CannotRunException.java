package dev.canary.app.job;

/**
 * The job cannot be done; the message is one line that says what to do. Ends a command with exit
 * code 3.
 */
public final class CannotRunException extends Exception {
  private static final long serialVersionUID = 1L;

  public CannotRunException(String message) {
    super(message);
  }

  public CannotRunException(String message, Throwable cause) {
    super(message, cause);
  }
}

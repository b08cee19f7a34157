package dev.canary.store;

/**
 * The store cannot be opened, read or written. The message is one line that names the file or
 * server and says what to do; it never holds a password.
 */
public class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With what is wrong and what to do about it, in one line. */
  public StoreException(String message) {
    super(message);
  }

  StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}

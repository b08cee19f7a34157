package dev.canary.target;

/**
 * The artefact is not a model that this target can load; the message names file and reason in one
 * line.
 */
public final class LoadException extends Exception {
  private static final long serialVersionUID = 1L;

  public LoadException(String message) {
    super(message);
  }

  public LoadException(String message, Throwable cause) {
    super(message, cause);
  }
}

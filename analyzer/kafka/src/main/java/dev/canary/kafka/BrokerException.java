package dev.canary.kafka;

import java.io.Serial;

/**
 * The broker cannot be reached, refuses, or lacks what is asked of it. The message is one line that
 * tells what to do and holds no secret.
 */
public final class BrokerException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public BrokerException(String message) {
    super(message);
  }

  public BrokerException(String message, Throwable cause) {
    super(message, cause);
  }
}

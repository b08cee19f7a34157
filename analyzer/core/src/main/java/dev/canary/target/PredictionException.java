package dev.canary.target;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The model failed on one case; the message is one line. */
public final class PredictionException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why there is no answer. */
  public enum Reason {
    /**
     * No connection, an error of the transport, or what came is not from the model: a page of HTML,
     * the answer to another request.
     */
    UNREACHABLE,
    /** No answer in time. */
    TIMED_OUT,
    /** The server is there and says it is not ready. */
    NOT_READY,
    /** The input does not fit the model: names, types, shapes. */
    BAD_INPUT,
    /** An answer that does not fit the protocol. */
    BAD_ANSWER,
    /** NaN or infinity that the server could not write: it answered an error in its place. */
    NON_FINITE,
    /** An answer without content, or no answer for this case in a recorded file. */
    EMPTY,
    /** The artefact is no loadable model any more: no case was sent. */
    LOAD_FAILED,
    /** The model raised an error while computing. */
    MODEL_ERROR,
    /**
     * The analyzer's own side failed, before or beside the model: nothing is known of the model.
     */
    OWN_FAULT,
    /**
     * The analyzer's process or machine lacks what sending takes, a file descriptor, a port, a
     * thread: nothing is known of the model, and the next one may fare alike.
     */
    STARVED
  }

  private final Reason reason;

  /** Not serialised: an exchange is kept as evidence by whoever catches this. */
  private final transient @Nullable Exchange exchange;

  public PredictionException(Reason reason, String message) {
    super(message);
    this.reason = reason;
    this.exchange = null;
  }

  public PredictionException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.exchange = null;
  }

  private PredictionException(PredictionException why, Exchange exchange) {
    super(why.getMessage(), why);
    this.reason = why.reason;
    this.exchange = exchange;
  }

  /** The same failure with what came over the wire. */
  public PredictionException with(Exchange seen) {
    return new PredictionException(this, seen);
  }

  /** What came over the wire, if there was one. */
  public Optional<Exchange> exchange() {
    return Optional.ofNullable(exchange);
  }

  public Reason reason() {
    return reason;
  }
}

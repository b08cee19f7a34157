package dev.canary.http.wire;

import dev.canary.target.Phases;
import java.util.OptionalInt;

/**
 * No whole answer came over the wire; the message is one line that says what happened and where.
 *
 * <p>What failed on a pooled connection before a byte of the answer came was sent again on a fresh
 * one first, so every kind but {@link Kind#LOCAL} and {@link Kind#STARVED} tells of the server or
 * of the way to it.
 */
public final class WireException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Kind {
    /** The host's name has no address, or its look-up failed. */
    DNS,
    /** No way to the host. */
    NO_ROUTE,
    /** The host is there; nothing listens on the port. */
    REFUSED,
    /** No connection in time. */
    CONNECT_TIMEOUT,
    /** No secure connection: certificate, protocol, client certificate. */
    TLS,
    /** No end of the TLS handshake in time. */
    TLS_TIMEOUT,
    /** Connected and sent, and no byte of an answer in time. */
    FIRST_BYTE_TIMEOUT,
    /** No whole answer in time. */
    TOTAL_TIMEOUT,
    /** The connection ended before the answer did. */
    RESET,
    /** The answer is longer than it may be. */
    TOO_LARGE,
    /** What came is no HTTP/1.1 answer. */
    MALFORMED_HTTP,
    /** This process could not, whatever the server does: interrupted, not permitted. */
    LOCAL,
    /** This process lacks what a connection takes: a file descriptor, a port, a thread, memory. */
    STARVED
  }

  private final Kind kind;

  /** Not serialised, like the rest: evidence for whoever catches this. */
  private final transient Received received;

  /**
   * A failure that another one caused.
   *
   * @param message one line, without secrets
   */
  public WireException(Kind kind, String message, Received received, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.received = received;
  }

  /**
   * A failure of its own.
   *
   * @param message one line, without secrets
   */
  public WireException(Kind kind, String message, Received received) {
    super(message);
    this.kind = kind;
    this.received = received;
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }

  /** What there was until it went wrong. */
  public Received received() {
    return received;
  }

  /**
   * What came before an exchange failed.
   *
   * @param phases as far as it came; total is the time until the failure
   * @param status of HTTP, if the answer came that far
   * @param head the first bytes as they came, status line and headers included, at most {@value
   *     dev.canary.target.Exchange#KEPT}; owned by this record, not to be changed
   * @param bytes how many came in all
   */
  @SuppressWarnings("ArrayRecordComponent") // Handed over, not copied.
  public record Received(Phases phases, OptionalInt status, byte[] head, long bytes) {
    /** Nothing came, and no time was measured. */
    public static final Received NOTHING =
        new Received(Phases.ofTotal(0), OptionalInt.empty(), new byte[0], 0);
  }
}

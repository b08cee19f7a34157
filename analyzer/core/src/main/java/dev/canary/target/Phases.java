package dev.canary.target;

import java.util.OptionalLong;

/**
 * Where the time of one exchange went, in nanoseconds of the prober's own monotonic clock.
 *
 * <p>{@code waited} is what the request waited before it could be sent because earlier answers were
 * late: without it a server that stalls would slow the prober down and be measured too kindly
 * (coordinated omission; G. Tene, "How NOT to Measure Latency").
 *
 * @param waitedNanos between the instant the request was due and the instant it was sent
 * @param connectNanos to a connection, name look-up included; 0 on one that was open already
 * @param tlsNanos of the TLS handshake; 0 without one
 * @param firstByteNanos from the request sent to the first byte of the answer
 * @param totalNanos from the start of the exchange, connecting included, to the last byte
 * @param serverNanos what the server says it computed, where it tells
 */
public record Phases(
    long waitedNanos,
    long connectNanos,
    long tlsNanos,
    long firstByteNanos,
    long totalNanos,
    OptionalLong serverNanos) {

  /** An exchange of which only its length is known. */
  public static Phases ofTotal(long totalNanos) {
    return new Phases(0, 0, 0, 0, totalNanos, OptionalLong.empty());
  }

  /** What a user of the server would have waited: the wait for a turn and the exchange. */
  public long latencyNanos() {
    return waitedNanos + totalNanos;
  }

  /** The same exchange, sent so much after it was due. */
  public Phases withWaited(long nanos) {
    return new Phases(nanos, connectNanos, tlsNanos, firstByteNanos, totalNanos, serverNanos);
  }

  /** The same exchange with what the server says it computed. */
  public Phases withServer(OptionalLong nanos) {
    return new Phases(waitedNanos, connectNanos, tlsNanos, firstByteNanos, totalNanos, nanos);
  }
}

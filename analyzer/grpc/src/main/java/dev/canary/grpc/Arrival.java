package dev.canary.grpc;

import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;
import io.grpc.Status;

/**
 * Notes what came from the server in one call: when, and whether the final status is its own word
 * or the library's, which makes one of the same codes for every fault of the connection.
 */
final class Arrival extends ClientStreamTracer {
  /** The library's words for a call that ended well without a message. */
  static final String NO_VALUE = "No value received for unary call";

  /** The library's words for a call that ended within a message. */
  static final String CUT_SHORT = "Encountered end-of-stream mid-frame";

  private final Surplus surplus;
  private volatile long headersNanos;
  private volatile boolean headers;
  private volatile boolean trailers;
  private volatile boolean resent;
  private volatile boolean withinMessage;

  /**
   * @param surplus is told of all that serves this call
   */
  Arrival(Surplus surplus) {
    this.surplus = surplus;
  }

  @Override
  public void inboundHeaders(Metadata received) {
    headersNanos = System.nanoTime();
    headers = true;
    surplus.forget();
  }

  /** Part of a message. */
  @Override
  public void inboundWireSize(long bytes) {
    surplus.forget();
  }

  @Override
  public void inboundTrailers(Metadata received) {
    trailers = true;
    surplus.forget();
  }

  @Override
  public void inboundMessage(int number) {
    withinMessage = true;
  }

  @Override
  public void inboundMessageRead(int number, long wireBytes, long bytes) {
    withinMessage = false;
  }

  /** A tracer that notes here. */
  ClientStreamTracer.Factory factory() {
    return new ClientStreamTracer.Factory() {
      @Override
      public ClientStreamTracer newClientStreamTracer(StreamInfo info, Metadata sent) {
        resent = info.isTransparentRetry();
        return Arrival.this;
      }
    };
  }

  /** Nanoseconds from an instant to the first bytes of the answer; 0 if there were none. */
  long firstByteAfter(long sentNanos) {
    return headers ? Math.max(0, headersNanos - sentNanos) : 0;
  }

  /**
   * What became of the call that ended so: to the library an answer that ends right after the
   * length of its message is none at all, while it knows one that ends anywhere else within it
   * (MessageDeframer, 1.82.2).
   */
  Status told(Status ended) {
    return withinMessage && String.valueOf(ended.getDescription()).startsWith(NO_VALUE)
        ? Status.INTERNAL.withDescription(CUT_SHORT)
        : ended;
  }

  /** True if the headers of an answer have come, or its end without them. */
  boolean isBegun() {
    return headers || trailers;
  }

  /**
   * True if the library has sent the request once more, on another connection: the first one ended,
   * or the server refused the stream, before an answer had begun (gRFC A6, transparent retries).
   */
  boolean isResent() {
    return resent;
  }

  /** True if the server ended the call itself. */
  boolean isAnswered() {
    return trailers;
  }
}

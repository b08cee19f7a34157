package dev.canary.grpc;

import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;

/**
 * Notes what came from the server in one call: when, and whether the final status is its own word
 * or the library's, which makes one of the same codes for every fault of the connection.
 */
final class Arrival extends ClientStreamTracer {
  private volatile long headersNanos;
  private volatile boolean headers;
  private volatile boolean trailers;
  private volatile boolean resent;

  @Override
  public void inboundHeaders(Metadata received) {
    headersNanos = System.nanoTime();
    headers = true;
  }

  @Override
  public void inboundTrailers(Metadata received) {
    trailers = true;
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

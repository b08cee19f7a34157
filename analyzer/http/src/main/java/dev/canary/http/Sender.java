package dev.canary.http;

import dev.canary.http.wire.WireAnswer;
import dev.canary.http.wire.WireException;
import dev.canary.http.wire.WireRequest;

/** Sends requests to one server. Thread-safe. */
interface Sender extends AutoCloseable {
  /**
   * Sends a request and waits for the whole answer, whatever its status; follows no redirect.
   *
   * @throws WireException if no whole answer came
   */
  WireAnswer send(WireRequest request) throws WireException;

  @Override
  void close();
}

package dev.canary.http;

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

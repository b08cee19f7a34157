package dev.canary.bench.served;

import java.io.IOException;

/** One way to bring a request to the server and its answer back. Thread-safe. */
interface Contender extends AutoCloseable {
  void call() throws Exception;

  @Override
  void close() throws IOException;
}

package dev.canary.bench.client;

import java.io.IOException;
import java.net.URI;

/** One HTTP client as the comparison uses it: a POST, and the whole answer as bytes. */
interface Client extends AutoCloseable {

  byte[] post(URI address, byte[] body) throws Exception;

  @Override
  default void close() throws IOException {}
}

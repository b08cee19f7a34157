package dev.canary.bench.served;

import java.io.IOException;

/** What is measured, in blocks so short that the sides can take turns. */
interface Side extends AutoCloseable {
  /** The duration of each of so many calls in a row, in nanoseconds. */
  long[] serial(int calls) throws Exception;

  /** The duration of so many calls by so many threads, all together, in nanoseconds. */
  long atOnce(int threads, int calls) throws Exception;

  @Override
  void close() throws IOException;
}

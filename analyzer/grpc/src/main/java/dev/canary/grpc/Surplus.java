package dev.canary.grpc;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a server has sent since anything of it last served a call, less what was sent to it; reading
 * ends where that is too much.
 *
 * <p>The library sets it no limit: of header fields that never end it keeps every one (grpc-java
 * issue 4567, seen in 1.82.2), many times their bytes, until the memory is full.
 */
final class Surplus {
  /** How a failure tells of it. */
  static final String WORDS = "bytes that belong to no answer";

  /** Thirty times what header fields may take, four times what is on its way when a call ends. */
  private static final long LIMIT = 256L << 10;

  private final AtomicLong bytes = new AtomicLong();

  /** What has come until now did serve a call. */
  void forget() {
    bytes.set(0);
  }

  /** The same bytes of a connection that begins, counted. */
  InputStream of(InputStream from) {
    forget();
    return new FilterInputStream(from) {
      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        if (bytes.addAndGet(Math.max(0, read)) > LIMIT) {
          throw new IOException("more than " + LIMIT + " " + WORDS);
        }
        return read;
      }
    };
  }

  /** The same bytes, counted: whoever takes a long request says again and again how much. */
  OutputStream of(OutputStream to) {
    return new FilterOutputStream(to) {
      @Override
      public void write(byte[] from, int offset, int length) throws IOException {
        out.write(from, offset, length);
        bytes.updateAndGet(before -> Math.max(0, before - length));
      }
    };
  }
}

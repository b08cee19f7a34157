package dev.canary.http.wire;

import dev.canary.target.Exchange;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/** What passes over one connection during one exchange, decrypted, and when. */
final class Tape {
  private static final int FIRST = 4096;

  private final Runnable onFirstByte;
  private byte[] kept = new byte[FIRST];
  private long received;
  private long sentNanos;
  private long firstByteNanos;

  /** Calls back at the first byte of each answer. */
  Tape(Runnable onFirstByte) {
    this.onFirstByte = onFirstByte;
  }

  void rewind() {
    received = 0;
    firstByteNanos = 0;
  }

  /** Bytes of the answer so far. */
  long received() {
    return received;
  }

  /** The first of them, at most {@value Exchange#KEPT}. */
  byte[] head() {
    return Arrays.copyOf(kept, (int) Math.min(received, Exchange.KEPT));
  }

  /** From the last byte sent to the first byte of the answer; 0 until that came. */
  long firstByteNanos() {
    return received == 0 ? 0 : Math.max(1, firstByteNanos - sentNanos);
  }

  InputStream listen(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        int read = super.read(target, offset, length);
        if (read > 0) {
          keep(target, offset, read);
        }
        return read;
      }
    };
  }

  OutputStream listen(OutputStream out) {
    return new FilterOutputStream(out) {
      @Override
      public void write(byte[] source, int offset, int length) throws IOException {
        out.write(source, offset, length);
        sentNanos = System.nanoTime();
      }
    };
  }

  private void keep(byte[] source, int offset, int length) {
    if (received == 0) {
      firstByteNanos = System.nanoTime();
      onFirstByte.run();
    }
    if (received < Exchange.KEPT) {
      int more = (int) Math.min(length, Exchange.KEPT - received);
      int at = (int) received;
      if (at + more > kept.length) {
        kept = Arrays.copyOf(kept, Math.min(Exchange.KEPT, Math.max(2 * kept.length, at + more)));
      }
      System.arraycopy(source, offset, kept, at, more);
    }
    received += length;
  }
}

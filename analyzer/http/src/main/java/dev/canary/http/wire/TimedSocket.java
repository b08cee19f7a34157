package dev.canary.http.wire;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/**
 * A socket none of whose reads lasts beyond one instant, however slowly bytes trickle in.
 *
 * <p>A socket's own time-out begins anew with every byte. TLS reads through this one, too, so a
 * handshake and a record that never end are cut as well.
 */
final class TimedSocket extends Socket {
  private volatile long deadlineNanos;

  /** Reads from now on end at this instant of {@link System#nanoTime()}. */
  void readUntil(long nanos) {
    deadlineNanos = nanos;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new TimedInput(super.getInputStream());
  }

  /** Ends the connection at once, from any thread, without waiting for anything to be sent. */
  void abort() {
    try {
      setSoLinger(true, 0);
    } catch (IOException e) {
      // Closed already.
    }
    try {
      close();
    } catch (IOException e) {
      // It is gone all the same.
    }
  }

  private final class TimedInput extends FilterInputStream {
    TimedInput(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      limit();
      return super.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      limit();
      return super.read(target, offset, length);
    }

    private void limit() throws IOException {
      long left = deadlineNanos - System.nanoTime();
      if (left <= 0) {
        throw new SocketTimeoutException("out of time");
      }
      setSoTimeout((int) (TimeUnit.NANOSECONDS.toMillis(left) + 1));
    }
  }
}

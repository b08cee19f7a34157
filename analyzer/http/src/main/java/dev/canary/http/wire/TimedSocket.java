package dev.canary.http.wire;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A socket on which nothing lasts beyond one instant: no connecting, no read, however slowly bytes
 * trickle in, no write to a peer that does not read. TLS goes through this one, too.
 */
final class TimedSocket extends Socket {
  /** The end while nothing is awaited, and after it was cut: no instant that a clock shows. */
  private static final long NEVER = Long.MIN_VALUE;

  private static final long CUT = Long.MIN_VALUE + 1;

  private final Watchdog watchdog;
  private final AtomicLong endNanos = new AtomicLong(NEVER);

  TimedSocket(Watchdog watchdog) {
    this.watchdog = watchdog;
    watchdog.watch(this);
  }

  /**
   * Connects until an instant of {@link System#nanoTime()}.
   *
   * @throws SocketTimeoutException if it is over
   */
  void connect(InetSocketAddress address, long nanos) throws IOException {
    endAt(nanos);
    try {
      connect(address);
    } catch (SocketException e) {
      throw asTimedOut(e);
    }
  }

  /** What goes on now ends at this instant of {@link System#nanoTime()}. */
  void endAt(long nanos) {
    long end = endNanos.get();
    if (end != CUT && endNanos.compareAndSet(end, nanos)) {
      watchdog.heed(nanos);
    }
  }

  /**
   * Nothing is awaited any more.
   *
   * @return false if it was cut before
   */
  boolean rest() {
    long end = endNanos.get();
    return end != CUT && endNanos.compareAndSet(end, NEVER);
  }

  /** How long it may go on, beyond all bounds if nothing is awaited; cuts it if it may not. */
  long leftOrCut(long nowNanos) {
    long end = endNanos.get();
    if (end == NEVER || end == CUT) {
      return Long.MAX_VALUE;
    }
    if (end - nowNanos > 0) {
      return end - nowNanos;
    }
    if (endNanos.compareAndSet(end, CUT)) {
      abort();
    }
    return Long.MAX_VALUE;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new TimedInput(super.getInputStream());
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new TimedOutput(super.getOutputStream());
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

  @Override
  public synchronized void close() throws IOException {
    watchdog.forget(this);
    super.close();
  }

  private IOException asTimedOut(SocketException e) {
    if (endNanos.get() != CUT) {
      return e;
    }
    SocketTimeoutException over = new SocketTimeoutException("out of time");
    over.initCause(e);
    return over;
  }

  private final class TimedInput extends FilterInputStream {
    TimedInput(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (endNanos.get() == NEVER) {
        throw new SocketTimeoutException("nothing is awaited");
      }
      try {
        return super.read(target, offset, length);
      } catch (SocketException e) {
        throw asTimedOut(e);
      }
    }
  }

  private final class TimedOutput extends FilterOutputStream {
    TimedOutput(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      try {
        out.write(source, offset, length);
      } catch (SocketException e) {
        throw asTimedOut(e);
      }
    }
  }
}

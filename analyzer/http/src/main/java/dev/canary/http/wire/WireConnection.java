package dev.canary.http.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/** One open connection to a server, used by one exchange at a time. */
final class WireConnection extends DefaultBHttpClientConnection {
  /** A header line of 64 KiB and a thousand of them: far beyond any server, far below a flood. */
  private static final Http1Config LIMITS =
      Http1Config.custom().setMaxLineLength(1 << 16).setMaxHeaderCount(1000).build();

  /** More than an answer is seen with it; what comes so soon after it may as well come later. */
  private static final long ASKED_AFTER_NANOS = Duration.ofMillis(1).toNanos();

  /** Balancers and firewalls forget silent connections, some after less than a minute. */
  private static final long DROPPED_AFTER_NANOS = Duration.ofSeconds(10).toNanos();

  private final Endpoint endpoint;
  private final TimedSocket base;
  private final Tape tape;
  private final HttpCoreContext context = HttpCoreContext.create();
  private @Nullable SessionInputBuffer buffer;
  private long totalNanos;
  private long idleSinceNanos;

  WireConnection(Endpoint endpoint, TimedSocket base, @Nullable SSLSocket secure)
      throws IOException {
    super(LIMITS, null, null, null, null, null, new DefaultHttpResponseParserFactory(LIMITS));
    this.endpoint = endpoint;
    this.base = base;
    this.tape = new Tape(() -> base.endAt(totalNanos));
    bind(secure == null ? new Taped(base) : new Taped(secure, base));
  }

  Endpoint endpoint() {
    return endpoint;
  }

  Tape tape() {
    return tape;
  }

  HttpCoreContext context() {
    return context;
  }

  /** A new exchange, all of which must be over at this instant. */
  void begin(long untilNanos) {
    totalNanos = untilNanos;
    base.endAt(untilNanos);
    tape.rewind();
  }

  /** The request is sent: the first byte must come until this instant. */
  void awaitFirstByte(long untilNanos) {
    base.endAt(Math.min(untilNanos, totalNanos));
  }

  /**
   * Takes what came after the end of the answer.
   *
   * @return how many bytes that are more than empty lines
   */
  int excess() throws IOException {
    int there = buffer == null ? 0 : buffer.length();
    if (there == 0 || buffer == null) {
      return 0;
    }
    byte[] beyond = new byte[there];
    int read = buffer.read(beyond, InputStream.nullInputStream());
    boolean blank = true;
    for (int i = 0; i < read; i++) {
      blank &= beyond[i] == '\r' || beyond[i] == '\n';
    }
    return blank ? 0 : read;
  }

  /** True if nothing is left over, as far as this can be seen. */
  boolean isClean() {
    return isOpen() && buffer != null && buffer.length() == 0;
  }

  /**
   * The exchange is over, and another may follow.
   *
   * @return false if its time was over, too
   */
  boolean rest() {
    idleSinceNanos = System.nanoTime();
    return base.rest();
  }

  /**
   * False after a long pause, or if the server said something in a short one that it was not asked.
   * Whether it closed is not asked: that takes a millisecond, and a request finds it out.
   */
  boolean isUsable(long nowNanos) {
    long idle = nowNanos - idleSinceNanos;
    try {
      return idle < ASKED_AFTER_NANOS
          || (idle <= DROPPED_AFTER_NANOS && base.getInputStream().available() == 0);
    } catch (IOException e) {
      return false;
    }
  }

  /** Ends the connection at once, whatever is on its way; may be called from another thread. */
  void abort() {
    base.abort();
  }

  /** Ends an idle connection. */
  void dismiss() {
    close(CloseMode.GRACEFUL);
  }

  @Override
  protected InputStream createContentInputStream(
      long length, SessionInputBuffer source, InputStream in) {
    buffer = source;
    return super.createContentInputStream(length, source, in);
  }

  private final class Taped extends SocketHolder {
    Taped(Socket plain) {
      super(plain);
    }

    Taped(SSLSocket secure, Socket plain) {
      super(secure, plain);
    }

    @Override
    protected InputStream getInputStream(Socket socket) throws IOException {
      return tape.listen(super.getInputStream(socket));
    }

    @Override
    protected OutputStream getOutputStream(Socket socket) throws IOException {
      return tape.listen(super.getOutputStream(socket));
    }
  }
}

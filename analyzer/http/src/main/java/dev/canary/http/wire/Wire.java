package dev.canary.http.wire;

import dev.canary.http.wire.WireException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests over HTTP/1.1 and times their phases; the one class that knows the HTTP library.
 *
 * <p>An answer is what the server said, nothing else: redirects are not followed, cookies and
 * caches do not exist, compression is not asked for (and undone where a server compresses all the
 * same), and nothing is sent twice but for one case. A request that failed on a pooled connection
 * before any byte of its answer came is sent once more on a fresh connection, and the answer says
 * so: servers close idle connections at any time, which is no fault of the model. Whatever a server
 * does, an exchange ends within its time-outs.
 *
 * <p>Safe for threads.
 */
public final class Wire implements AutoCloseable {
  private static final int INFORMATIONAL = 200;
  private static final int SWITCHING = 101;
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;

  /** What a server says it will send is believed, and memory taken for it, up to this. */
  private static final int BELIEVED = 1 << 20;

  private final WireSettings settings;
  private final long totalNanos;
  private final long firstByteNanos;
  private final Tls tls;
  private final Watchdog watchdog = new Watchdog();
  private final Dialer dialer;
  private final IdleConnections idle;
  private final Faults faults;

  /** Of the address used last, which is the only one of most wires. */
  private volatile @Nullable Route route;

  public Wire(WireSettings settings) {
    this.settings = settings;
    totalNanos = settings.timeouts().total().toNanos();
    firstByteNanos = settings.timeouts().firstByte().toNanos();
    tls = new Tls(settings.tls());
    dialer = new Dialer(tls, watchdog, settings.timeouts().connect(), settings.timeouts().tls());
    idle = new IdleConnections(settings.concurrency());
    faults = new Faults(settings.timeouts());
  }

  /**
   * Reads certificates and keys again; if they have changed, the next request uses them.
   *
   * @throws WireException {@link Kind#TLS} if they cannot be read
   */
  public void refresh() throws WireException {
    try {
      if (tls.refresh()) {
        idle.clear();
      }
    } catch (GeneralSecurityException | IOException e) {
      throw new WireException(
          Kind.TLS, String.valueOf(e.getMessage()), WireException.Received.NOTHING, e);
    }
  }

  /**
   * Sends one request and waits for its whole answer, whatever its status.
   *
   * @param base of the server; a path and a query of it are kept
   * @throws WireException if no whole answer came
   * @throws IllegalArgumentException if the address is not one of {@code http} or {@code https}
   */
  public WireAnswer send(URI base, WireRequest request) throws WireException {
    Route to = route(base);
    Endpoint endpoint = to.endpoint();
    ClassicHttpRequest message = message(to, request);
    long now = System.nanoTime();
    long until = now + totalNanos;
    WireConnection pooled = idle.take(endpoint, now);
    if (pooled == null) {
      return afresh(message, endpoint, until, Optional.empty());
    }
    Attempt attempt = new Attempt(endpoint, now, until);
    try {
      return exchange(message, pooled, attempt, Optional.empty());
    } catch (WireException e) {
      if (!isOfPool(e)) {
        throw e;
      }
      return afresh(message, endpoint, until, Optional.ofNullable(e.getMessage()));
    }
  }

  /** True if the connection may have been dead before the server saw the request. */
  private static boolean isOfPool(WireException e) {
    return e.received().bytes() == 0 && (e.kind() == Kind.RESET || e.kind() == Kind.TLS);
  }

  private WireAnswer afresh(
      ClassicHttpRequest message, Endpoint endpoint, long until, Optional<String> resent)
      throws WireException {
    Attempt attempt = new Attempt(endpoint, System.nanoTime(), until);
    WireConnection fresh;
    try {
      fresh = dialer.open(attempt);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw faults.of(attempt, e);
    }
    return exchange(message, fresh, attempt, resent);
  }

  private Route route(URI base) {
    Route last = route;
    if (last == null || !last.base().equals(base)) {
      last = Route.of(base);
      route = last;
    }
    return last;
  }

  private static ClassicHttpRequest message(Route to, WireRequest request) {
    // The other constructors take a path apart, and would read "//host" at its start.
    BasicClassicHttpRequest message =
        new BasicClassicHttpRequest(request.method(), null, null, to.target(request.path()));
    message.addHeader("Host", to.authority());
    message.addHeader("Accept-Encoding", "identity");
    request.headers().forEach(message::setHeader);
    if (request.body().length > 0 || request.method().equals("POST")) {
      message.addHeader("Content-Length", Integer.toString(request.body().length));
    }
    if (request.body().length > 0) {
      message.setEntity(new ByteArrayEntity(request.body(), null));
    }
    return message;
  }

  private WireAnswer exchange(
      ClassicHttpRequest message,
      WireConnection connection,
      Attempt attempt,
      Optional<String> resent)
      throws WireException {
    boolean whole = false;
    try {
      attempt.using(connection);
      boolean sent = transmit(message, connection, attempt);
      ClassicHttpResponse response = head(message, connection, attempt);
      byte[] body = body(response, attempt);
      WireAnswer answer = answer(response, body, attempt, resent);
      int excess = connection.excess();
      if (excess > 0) {
        throw attempt.failed(Kind.MALFORMED_HTTP, excess + " bytes came after the answer's end");
      }
      whole = sent && connection.isClean() && isKept(message, response, answer, connection);
      return answer;
    } catch (IOException | HttpException | RuntimeException e) {
      throw faults.of(attempt, e);
    } finally {
      if (whole) {
        idle.put(connection);
      } else {
        connection.abort();
      }
    }
  }

  /** An answer of a known length that says nothing of its connection keeps it, as nearly all do. */
  private static boolean isKept(
      ClassicHttpRequest message,
      ClassicHttpResponse response,
      WireAnswer answer,
      WireConnection connection) {
    Map<String, String> headers = answer.headers();
    boolean usual =
        response.getEntity() != null
            && headers.containsKey("content-length")
            && !headers.containsKey("connection")
            && !headers.containsKey("proxy-connection")
            && response.getVersion().greaterEquals(HttpVersion.HTTP_1_1)
            && !message.containsHeader("Connection");
    return usual
        || DefaultConnectionReuseStrategy.INSTANCE.keepAlive(
            message, response, connection.context());
  }

  /** Tells whether all was sent: a server may refuse a long body, answer and close at its start. */
  private boolean transmit(ClassicHttpRequest message, WireConnection connection, Attempt attempt)
      throws IOException, HttpException {
    try {
      connection.sendRequestHeader(message);
      if (message.getEntity() != null) {
        connection.sendRequestEntity(message);
      }
      connection.flush();
      return true;
    } catch (SocketException e) {
      return false;
    } finally {
      connection.awaitFirstByte(attempt.until(firstByteNanos));
    }
  }

  private static ClassicHttpResponse head(
      ClassicHttpRequest message, WireConnection connection, Attempt attempt)
      throws IOException, HttpException {
    ClassicHttpResponse response;
    do {
      response = connection.receiveResponseHeader();
    } while (response.getCode() < INFORMATIONAL && response.getCode() != SWITCHING);
    int status = response.getCode();
    attempt.headed(status);
    if (status >= INFORMATIONAL
        && status != NO_CONTENT
        && status != NOT_MODIFIED
        && !message.getMethod().equals("HEAD")) {
      connection.receiveResponseEntity(response);
    }
    return response;
  }

  private byte[] body(ClassicHttpResponse response, Attempt attempt)
      throws IOException, HttpException, WireException {
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return new byte[0];
    }
    int max = settings.maxAnswerBytes();
    long declared = entity.getContentLength();
    if (declared > max) {
      throw tooLong(attempt);
    }
    InputStream in = entity.getContent();
    byte[] raw =
        declared >= 0 && declared <= BELIEVED ? exact(in, declared) : in.readNBytes(max + 1);
    if (raw.length > max) {
      throw tooLong(attempt);
    }
    Header coding = response.getFirstHeader("Content-Encoding");
    return coding == null || coding.getValue() == null
        ? raw
        : ContentCoding.decode(coding.getValue(), raw, max).orElseThrow(() -> tooLong(attempt));
  }

  private static byte[] exact(InputStream in, long length) throws IOException {
    byte[] all = new byte[(int) length];
    int read = in.readNBytes(all, 0, all.length);
    if (read < all.length || in.read() >= 0) {
      throw new IOException("a body of %d bytes, %d declared".formatted(read, length));
    }
    return all;
  }

  private WireException tooLong(Attempt attempt) {
    return attempt.failed(
        Kind.TOO_LARGE,
        "the answer is longer than the %d bytes that are allowed"
            .formatted(settings.maxAnswerBytes()));
  }

  private static WireAnswer answer(
      ClassicHttpResponse response, byte[] body, Attempt attempt, Optional<String> resent) {
    Map<String, String> headers = new HashMap<>();
    for (Header each : response.getHeaders()) {
      String value = each.getValue() == null ? "" : each.getValue();
      headers.merge(each.getName().toLowerCase(Locale.ROOT), value, (a, b) -> a + ", " + b);
    }
    return new WireAnswer(response.getCode(), headers, body, attempt.phases(), resent);
  }

  @Override
  public void close() {
    idle.close();
    dialer.close();
    watchdog.close();
  }
}

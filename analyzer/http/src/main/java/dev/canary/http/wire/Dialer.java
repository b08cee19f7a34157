package dev.canary.http.wire;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Opens connections: name, TCP, TLS, each within its time. Safe for threads. */
final class Dialer implements AutoCloseable {
  private final Tls tls;
  private final Watchdog watchdog;
  private final long connectNanos;
  private final long tlsNanos;

  /** A look-up cannot be cut short: it is left behind, and its thread ends with it. */
  private final ExecutorService lookUps =
      Executors.newCachedThreadPool(work -> daemon(work, "wire-look-up"));

  Dialer(Tls tls, Watchdog watchdog, Duration connect, Duration handshake) {
    this.tls = tls;
    this.watchdog = watchdog;
    this.connectNanos = connect.toNanos();
    this.tlsNanos = handshake.toNanos();
  }

  static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /** A fresh connection; tells the attempt how far it came. */
  WireConnection open(Attempt attempt) throws IOException, GeneralSecurityException {
    Endpoint endpoint = attempt.endpoint();
    TimedSocket socket = connect(endpoint, attempt.until(connectNanos));
    SSLSocket secure = null;
    try {
      socket.setTcpNoDelay(true);
      attempt.connected();
      if (endpoint.isSecure()) {
        secure = handshake(socket, endpoint, attempt.until(tlsNanos));
        attempt.secured();
      }
      WireConnection connection = new WireConnection(endpoint, socket, secure);
      socket = null;
      return connection;
    } finally {
      if (socket != null) {
        socket.abort();
      }
    }
  }

  private SSLSocket handshake(TimedSocket socket, Endpoint endpoint, long until)
      throws IOException, GeneralSecurityException {
    socket.endAt(until);
    SSLSocket secure = tls.over(socket, endpoint);
    secure.startHandshake();
    return secure;
  }

  /** To the first of the host's addresses that takes the connection. */
  private TimedSocket connect(Endpoint endpoint, long until) throws IOException {
    InetAddress[] addresses = lookUp(endpoint.host(), until);
    IOException last = null;
    for (int i = 0; i < addresses.length; i++) {
      long now = System.nanoTime();
      long share = (until - now) / (addresses.length - i);
      TimedSocket socket = new TimedSocket(watchdog);
      try {
        socket.connect(new InetSocketAddress(addresses[i], endpoint.port()), now + share);
        return socket;
      } catch (IOException e) {
        socket.close();
        last = e;
      }
    }
    throw last == null ? new UnknownHostException(endpoint.host()) : last;
  }

  private InetAddress[] lookUp(String host, long until) throws IOException {
    if (isNumeric(host)) {
      return new InetAddress[] {InetAddress.getByName(host)};
    }
    Future<InetAddress[]> found = lookUps.submit(() -> InetAddress.getAllByName(host));
    try {
      return found.get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new SocketTimeoutException("the look-up of " + host + " did not end");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      throw asUnknown(host, e.getCause());
    }
  }

  private static UnknownHostException asUnknown(String host, @Nullable Throwable cause) {
    UnknownHostException unknown = new UnknownHostException(host);
    unknown.initCause(cause);
    return unknown;
  }

  private static boolean isNumeric(String host) {
    return host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
  }

  @Override
  public void close() {
    lookUps.shutdown();
  }
}

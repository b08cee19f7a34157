package dev.canary.grpc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import javax.net.SocketFactory;

/**
 * The sockets of one channel, closed with it: the library closes a socket only after all that it
 * has to write, and a server that does not read would hold socket and thread for ever.
 */
final class Sockets extends SocketFactory implements AutoCloseable {
  private final Duration connect;
  private final Dial dial;
  private final Surplus surplus = new Surplus();
  private final Set<Socket> open = new HashSet<>();
  private boolean closed;

  /**
   * @param connect how long one may take to connect
   * @param dial notes how far the one that was made last has come
   */
  Sockets(Duration connect, Dial dial) {
    this.connect = connect;
    this.dial = dial;
  }

  /** How far the one that was made last has come. */
  Dial dial() {
    return dial;
  }

  /** What their servers sent that served no call. */
  Surplus surplus() {
    return surplus;
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port), new Counted());
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port), new Counted());
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    Socket socket = new Counted();
    socket.bind(new InetSocketAddress(local, localPort));
    return connected(new InetSocketAddress(host, port), socket);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return createSocket(InetAddress.getByName(host), port, local, localPort);
  }

  private Socket connected(InetSocketAddress to, Socket socket) throws IOException {
    // Makes it for good: what is closed before is made by connecting all the same, and never
    // closed.
    socket.setTcpNoDelay(true);
    keep(socket);
    dial.begun();
    socket.connect(to, Math.toIntExact(Math.max(1, connect.toMillis())));
    dial.connected();
    return socket;
  }

  private synchronized void keep(Socket socket) throws IOException {
    if (closed) {
      socket.close();
      throw new SocketException("the target is closed");
    }
    open.removeIf(Socket::isClosed);
    open.add(socket);
  }

  /** A socket whose bytes are counted; those of TLS, too, which reads from it. */
  private final class Counted extends Socket {
    @Override
    public InputStream getInputStream() throws IOException {
      return surplus.of(super.getInputStream());
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      return surplus.of(super.getOutputStream());
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    for (Socket socket : open) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is of no more use either way.
      }
    }
  }
}

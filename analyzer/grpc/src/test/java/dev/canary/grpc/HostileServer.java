package dev.canary.grpc;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLServerSocketFactory;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * A server on a free port of this machine that does one thing to the first call of a connection.
 */
final class HostileServer implements AutoCloseable {
  private static final int BACKLOG = 50;

  private final Behaviour behaviour;
  private final String scheme;
  private final ServerSocket listening;
  private final List<Socket> accepted = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();

  HostileServer(Behaviour behaviour) throws IOException {
    this(behaviour, "grpc", new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
  }

  private HostileServer(Behaviour behaviour, String scheme, ServerSocket listening) {
    this.behaviour = behaviour;
    this.scheme = scheme;
    this.listening = listening;
    start(this::accept);
  }

  /** One with a certificate that nobody knows. */
  static HostileServer overTls(Behaviour behaviour) throws IOException {
    SSLServerSocketFactory factory =
        new HandshakeCertificates.Builder()
            .heldCertificate(new HeldCertificate.Builder().build())
            .build()
            .sslContext()
            .getServerSocketFactory();
    SSLServerSocket listening =
        (SSLServerSocket) factory.createServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    SSLParameters parameters = listening.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    listening.setSSLParameters(parameters);
    return new HostileServer(behaviour, "grpcs", listening);
  }

  String address() {
    return scheme + "://127.0.0.1:" + listening.getLocalPort() + "/m";
  }

  /** How many connections it took. */
  int connections() {
    return accepted.size();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listening.accept();
        accepted.add(socket);
        start(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      behaviour.serve(new Frames(socket));
    } catch (IOException e) {
      // The client left.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void start(Runnable work) {
    Thread thread = new Thread(work, "hostile-" + behaviour);
    threads.add(thread);
    thread.start();
  }

  /** Waits until every client has closed its connections; closes none itself. */
  @Override
  public void close() throws IOException {
    listening.close();
    for (Thread each : threads) {
      try {
        each.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("not waited for " + each.getName());
      }
    }
  }
}

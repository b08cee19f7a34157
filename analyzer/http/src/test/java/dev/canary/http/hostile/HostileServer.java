package dev.canary.http.hostile;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.net.ServerSocketFactory;

/** A server on a free port of this machine that does one thing to every connection. */
public final class HostileServer implements AutoCloseable {
  private final Behaviour behaviour;
  private final String scheme;
  private final ServerSocket listening;
  private final List<Socket> accepted = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Over plain HTTP. */
  public HostileServer(Behaviour behaviour) throws IOException {
    this(behaviour, "http", ServerSocketFactory.getDefault());
  }

  /** Over sockets of another kind, for example of TLS. */
  public HostileServer(Behaviour behaviour, String scheme, ServerSocketFactory sockets)
      throws IOException {
    this.behaviour = behaviour;
    this.scheme = scheme;
    listening = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  /** Its address, by number. */
  public URI address() {
    return address("127.0.0.1");
  }

  /** Its address, by a name of this machine. */
  public URI address(String host) {
    return URI.create(scheme + "://" + host + ":" + listening.getLocalPort());
  }

  /** How many connections it took. */
  public int connections() {
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
      behaviour.serve(new Line(socket, closed));
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

  /** Waits until every thread of it has ended. */
  @Override
  public void close() throws IOException {
    closed.countDown();
    listening.close();
    // Accepting ends first, so that no connection comes after those that are closed.
    join(threads.get(0));
    for (Socket each : accepted) {
      each.close();
    }
    for (Thread each : threads) {
      join(each);
    }
  }

  private static void join(Thread thread) throws IOException {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("not waited for " + thread.getName());
    }
  }
}

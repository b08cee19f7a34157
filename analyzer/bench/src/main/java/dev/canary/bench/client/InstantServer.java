package dev.canary.bench.client;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A loopback HTTP/1.1 server that keeps connections alive and answers at once with the same bytes.
 *
 * <p>The path chooses a behaviour: {@code /stale} reads every second request of a connection whole
 * and then closes without an answer, as a server does whose idle time ends while a request is on
 * its way; {@code /drip} sends its answer at a byte per 50 ms.
 */
final class InstantServer implements AutoCloseable {

  private final ServerSocket socket;
  private final byte[] answer;
  private final AtomicLong seen = new AtomicLong();

  InstantServer(int answerBytes) throws IOException {
    socket = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
    String body = "{\"outputs\":[" + "0.12345,".repeat(answerBytes / 8) + "0]}";
    String head =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n";
    answer = (head + body).getBytes(StandardCharsets.US_ASCII);
    daemon(this::accept);
  }

  URI address(String path) {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + path);
  }

  int answerBytes() {
    return answer.length;
  }

  /** Requests that were read whole, those without an answer included. */
  long seen() {
    return seen.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket accepted = socket.accept();
        accepted.setTcpNoDelay(true);
        daemon(() -> serve(accepted));
      }
    } catch (IOException e) {
      // The server was closed.
    }
  }

  private void serve(Socket accepted) {
    try (accepted) {
      InputStream in = new BufferedInputStream(accepted.getInputStream(), 8192);
      OutputStream out = accepted.getOutputStream();
      for (int served = 0; ; served++) {
        String path = readRequest(in);
        if (path.isEmpty() || (path.equals("/stale") && served % 2 == 1)) {
          return;
        } else if (path.equals("/drip")) {
          drip(out);
        } else {
          out.write(answer);
        }
      }
    } catch (IOException e) {
      // The client left.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void drip(OutputStream out) throws IOException, InterruptedException {
    for (byte each : answer) {
      out.write(each);
      Thread.sleep(50);
    }
  }

  /** The path of the next request, once all of it was read; empty at the end of the connection. */
  private String readRequest(InputStream in) throws IOException {
    String first = readLine(in);
    if (first.isEmpty()) {
      return "";
    }
    int length = 0;
    for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(15).trim());
      }
    }
    in.skipNBytes(length);
    seen.incrementAndGet();
    return first.split(" ", -1)[1];
  }

  private static String readLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "instant-server");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

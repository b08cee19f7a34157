package dev.canary.http.hostile;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/** One connection as a server sees it. */
final class Line {
  /** Between two bytes of a server that drips. */
  private static final long PAUSE_MILLIS = 5;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final CountDownLatch serverClosed;

  Line(Socket socket, CountDownLatch serverClosed) throws IOException {
    this.socket = socket;
    this.serverClosed = serverClosed;
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  /** Reads one request whole; false if the client has left. */
  boolean readRequest() throws IOException {
    String head = readHead();
    int length = 0;
    for (String line : head.split("\n", -1)) {
      if (line.startsWith("content-length:")) {
        length = Integer.parseInt(line.substring("content-length:".length()).trim());
      }
    }
    in.skipNBytes(length);
    return !head.isEmpty();
  }

  /** Reads up to the empty line, in lower case; empty if the client has left. */
  String readHead() throws IOException {
    StringBuilder head = new StringBuilder();
    int c = in.read();
    while (c >= 0) {
      head.append(c == '\r' ? "" : (char) c);
      if (head.length() > 1 && head.lastIndexOf("\n\n") == head.length() - 2) {
        break;
      }
      c = in.read();
    }
    return head.toString().toLowerCase(Locale.ROOT);
  }

  void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  void send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** Until the client closes. */
  void sendForEver(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    while (!socket.isClosed()) {
      out.write(bytes);
    }
  }

  /** A byte at a time, until the client closes. */
  void dripForEver(String text) throws IOException, InterruptedException {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; !socket.isClosed(); i = (i + 1) % bytes.length) {
      out.write(bytes[i]);
      out.flush();
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  /** Says nothing until the client closes. */
  void awaitLeave() throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
  }

  void awaitServerClose() throws InterruptedException {
    serverClosed.await();
  }

  /** Closing is to throw away what is on its way. */
  void resetOnClose() throws IOException {
    socket.setSoLinger(true, 0);
  }
}

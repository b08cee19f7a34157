package dev.canary.bench.served;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The same bytes without any library: one connection for each thread. */
final class Floor implements Contender {
  private final int port;
  private final byte[] request;
  private final Map<Thread, Line> lines = new ConcurrentHashMap<>();

  Floor(int port, byte[] request) {
    this.port = port;
    this.request = request;
  }

  private record Line(Socket socket, Incoming answers) {}

  @Override
  public void call() throws Exception {
    Line line = lines.get(Thread.currentThread());
    if (line == null) {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      line = new Line(socket, new Incoming(socket.getInputStream()));
      lines.put(Thread.currentThread(), line);
    }
    line.socket().getOutputStream().write(request);
    if (!line.answers().next()) {
      throw new EOFException("no answer");
    }
  }

  @Override
  public void close() throws IOException {
    for (Line line : lines.values()) {
      line.socket().close();
    }
  }
}

package dev.canary.bench.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The same exchange without any library: the floor. It knows how many bytes the answer has. */
final class RawSocket implements Client {

  private final int answerBytes;
  private final Map<Thread, Socket> sockets = new ConcurrentHashMap<>();

  RawSocket(int answerBytes) {
    this.answerBytes = answerBytes;
  }

  @Override
  public byte[] post(URI address, byte[] body) throws IOException {
    Socket socket = sockets.get(Thread.currentThread());
    if (socket == null) {
      socket = new Socket(address.getHost(), address.getPort());
      socket.setTcpNoDelay(true);
      sockets.put(Thread.currentThread(), socket);
    }
    byte[] head =
        ("POST "
                + address.getPath()
                + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] request = new byte[head.length + body.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    socket.getOutputStream().write(request);
    InputStream in = socket.getInputStream();
    return in.readNBytes(answerBytes);
  }
}

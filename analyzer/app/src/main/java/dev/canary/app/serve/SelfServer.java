package dev.canary.app.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.canary.app.job.CannotRunException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * The model that the daemon asks of itself: a server of its own, on this machine alone, that
 * answers {@code [x]} with {@code {"y": [3x + 1]}}.
 */
final class SelfServer implements AutoCloseable {
  private final HttpServer server;

  private SelfServer(HttpServer server) {
    this.server = server;
  }

  /**
   * Starts it.
   *
   * @throws CannotRunException if this machine has no port to give
   */
  static SelfServer start() throws CannotRunException {
    try {
      InetAddress here = InetAddress.getLoopbackAddress();
      HttpServer server = HttpServer.create(new InetSocketAddress(here, 0), 0);
      server.createContext("/", SelfServer::answer);
      server.start();
      return new SelfServer(server);
    } catch (IOException e) {
      throw new CannotRunException("no port for the daemon's own model: " + e.getMessage(), e);
    }
  }

  URI address() {
    InetSocketAddress address = server.getAddress();
    String host = address.getAddress().getHostAddress();
    return URI.create(
        "http://%s:%d/".formatted(host.contains(":") ? "[" + host + "]" : host, address.getPort()));
  }

  static double answer(double x) {
    return 3 * x + 1;
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      byte[] said = "{\"y\": [%s]}".formatted(answered(asked)).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, said.length);
      exchange.getResponseBody().write(said);
    }
  }

  private static double answered(String asked) throws IOException {
    try {
      return answer(Double.parseDouble(asked.replaceAll("[\\[\\]]", "")));
    } catch (NumberFormatException e) {
      // Somebody else asks: the connection ends.
      throw new IOException("no list of one number", e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

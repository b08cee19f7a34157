package dev.canary.http.protocol;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.canary.http.wire.WireAnswer;
import dev.canary.http.wire.WireRequest;
import dev.canary.target.Sign;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A server on 127.0.0.1 that answers each path as it is told, and 404 to every other. */
final class StubServer implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, UnaryOperator<WireAnswer>> routes = new ConcurrentHashMap<>();

  private StubServer(HttpServer server) {
    this.server = server;
  }

  /** A server that answers 404 to everything. */
  static StubServer start() {
    try {
      InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      StubServer stub = new StubServer(HttpServer.create(anyPort, 0));
      stub.server.createContext("/", stub::answer);
      stub.server.start();
      return stub;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Answers a method and path with a status and a body. */
  StubServer on(String route, int status, String body) {
    return on(
        route, request -> WireAnswer.of(status, Map.of(), body.getBytes(StandardCharsets.UTF_8)));
  }

  /** Answers a method and path; what is asked has the status 0. */
  StubServer on(String route, UnaryOperator<WireAnswer> answer) {
    routes.put(route, answer);
    return this;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String route = exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath();
      Map<String, String> headers = new HashMap<>();
      exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
      WireAnswer request = WireAnswer.of(0, headers, exchange.getRequestBody().readAllBytes());
      WireAnswer answer =
          routes.getOrDefault(route, r -> WireAnswer.of(404, Map.of(), new byte[0])).apply(request);
      answer.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
      exchange.sendResponseHeaders(
          answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
      exchange.getResponseBody().write(answer.body());
    }
  }

  /** Where it listens. */
  URI address() {
    return URI.create("http://127.0.0.1:%d/".formatted(server.getAddress().getPort()));
  }

  /** Sends a request, to this server unless it names another. */
  WireAnswer ask(WireRequest request) throws IOException, InterruptedException {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(address().resolve(request.path()))
            .timeout(Duration.ofSeconds(10))
            .method(request.method(), BodyPublishers.ofByteArray(request.body()));
    request.headers().forEach(builder::header);
    HttpResponse<byte[]> answer =
        HttpClient.newHttpClient().send(builder.build(), BodyHandlers.ofByteArray());
    Map<String, String> headers =
        answer.headers().map().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> String.join(", ", e.getValue())));
    return WireAnswer.of(answer.statusCode(), headers, answer.body());
  }

  /** Whether it lives, as a protocol asks. */
  Sign live(Protocol protocol) throws IOException, InterruptedException {
    return sign(protocol.live());
  }

  /** Whether it is ready, as a protocol asks. */
  Sign ready(Protocol protocol) throws IOException, InterruptedException {
    return sign(protocol.ready());
  }

  private Sign sign(Optional<Question> asked) throws IOException, InterruptedException {
    Question question = asked.orElseThrow();
    return question.reader().read(ask(question.request()));
  }

  /** Everything that a protocol can ask, together. */
  Description told(Protocol protocol) throws IOException, InterruptedException {
    Description told = Description.EMPTY;
    for (Inquiry inquiry : protocol.inquiries()) {
      told = told.and(inquiry.reader().read(ask(inquiry.request())));
    }
    return told;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

package dev.canary.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.xnio.Options;
import org.xnio.SslClientAuthMode;

/** The HTTP port: who may ask, which protocol answers, and what becomes of failures. */
final class HttpFront implements AutoCloseable {
  private static final int SHUTDOWN_MILLIS = 10_000;
  private static final long UNLIMITED = -1;

  private final Undertow undertow;
  private final int port;
  private final Supplier<Optional<Access>> access;
  private final Map<String, Api> apis;

  /**
   * Listens on the loopback address.
   *
   * @param apis by the first part of the path
   */
  HttpFront(ServerOptions options, Supplier<Optional<Access>> access, Map<String, Api> apis) {
    this.access = access;
    this.apis = Map.copyOf(apis);
    Undertow.Builder builder =
        Undertow.builder()
            .setIoThreads(2)
            .setWorkerThreads(32)
            .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, UNLIMITED)
            .setServerOption(UndertowOptions.SHUTDOWN_TIMEOUT, SHUTDOWN_MILLIS)
            .setHandler(new BlockingHandler(this::handle));
    if (options.tls().isPresent()) {
      Tls tls = options.tls().get();
      builder
          .addHttpsListener(options.port(), "127.0.0.1", tls.context())
          .setSocketOption(Options.SSL_CLIENT_AUTH_MODE, mode(tls.client()));
    } else {
      builder.addHttpListener(options.port(), "127.0.0.1");
    }
    undertow = builder.build();
    undertow.start();
    port = ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
  }

  private static SslClientAuthMode mode(Tls.ClientCertificate client) {
    return switch (client) {
      case NONE -> SslClientAuthMode.NOT_REQUESTED;
      case REQUIRED -> SslClientAuthMode.REQUIRED;
    };
  }

  int port() {
    return port;
  }

  private void handle(HttpServerExchange exchange) throws IOException {
    Reply reply = reply(exchange);
    exchange.setStatusCode(reply.status());
    reply
        .headers()
        .forEach((name, value) -> exchange.getResponseHeaders().put(new HttpString(name), value));
    exchange.getResponseSender().send(reply.body().toArray(ByteBuffer[]::new));
  }

  private Reply reply(HttpServerExchange exchange) throws IOException {
    byte[] body = exchange.getInputStream().readAllBytes();
    try {
      return answer(exchange, body);
    } catch (InferenceException e) {
      return Reply.failure(e);
    } catch (JsonProcessingException e) {
      return Reply.failure(
          InferenceException.badRequest("failed to parse the request JSON: " + e.getMessage()));
    } catch (RuntimeException e) {
      return Reply.failure(InferenceException.failed(e.toString()));
    }
  }

  private Reply answer(HttpServerExchange exchange, byte[] body)
      throws InferenceException, IOException {
    Optional<Access> needed = access.get();
    if (needed.isPresent()
        && !needed
            .get()
            .isGrantedBy(exchange.getRequestHeaders().getFirst(needed.get().header()))) {
      exchange.getResponseHeaders().put(Headers.WWW_AUTHENTICATE, needed.get().challenge());
      throw new InferenceException(
          InferenceException.Reason.UNAUTHENTICATED, needed.get().refusal());
    }
    List<String> path =
        Arrays.stream(exchange.getRequestPath().split("/")).filter(s -> !s.isEmpty()).toList();
    Api api = path.isEmpty() ? null : apis.get(path.get(0));
    if (api == null) {
      throw InferenceException.notFound("there is no such path");
    }
    return api.answer(
        new Call(
                exchange.getRequestMethod().toString(),
                path,
                name -> Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)),
                body)
            .below(1));
  }

  @Override
  public void close() {
    undertow.stop();
  }
}

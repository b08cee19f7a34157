package dev.canary.app.web;

import dev.canary.app.job.CannotRunException;
import dev.canary.format.FormatException;
import dev.canary.format.HttpSettings;
import dev.canary.format.Secret;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.RequestTooBigException;
import io.undertow.server.handlers.encoding.ContentEncodingRepository;
import io.undertow.server.handlers.encoding.EncodingHandler;
import io.undertow.server.handlers.encoding.GzipEncodingProvider;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;

/** The daemon's port of HTTP. */
public final class WebServer implements AutoCloseable {
  static final String EVENTS = "/events";
  private static final int THREADS = 8;
  private static final long LONGEST_BODY = 64 * 1024;
  private static final int IDLE_MILLIS = 60_000;
  private static final int PARSE_MILLIS = 10_000;
  private static final int SHUTDOWN_MILLIS = 2_000;
  private static final int FASTEST = Deflater.BEST_SPEED;

  /**
   * Nothing from elsewhere, nothing inline, in nobody's frame: what a case or a server says can be
   * shown and never run.
   */
  private static final Map<String, String> SAFE =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
              + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin");

  private final Undertow undertow;
  private final Live live = new Live();
  private final Routes routes;
  private final URI address;

  private WebServer(HttpSettings settings, Parts parts, Access access, Optional<Identity> tls)
      throws CannotRunException {
    Ticks ticks = new Ticks(parts.store());
    routes = new Routes(parts, access, ticks);
    Undertow.Builder builder =
        Undertow.builder()
            .setIoThreads(2)
            .setWorkerThreads(THREADS)
            .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, LONGEST_BODY)
            .setServerOption(UndertowOptions.IDLE_TIMEOUT, IDLE_MILLIS)
            .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, PARSE_MILLIS)
            .setServerOption(UndertowOptions.SHUTDOWN_TIMEOUT, SHUTDOWN_MILLIS)
            .setHandler(handler(new HostNames(settings)));
    tls.ifPresentOrElse(
        identity -> builder.addHttpsListener(settings.port(), settings.host(), identity.context()),
        () -> builder.addHttpListener(settings.port(), settings.host()));
    undertow = builder.build();
    address = started(settings, tls.isPresent() ? "https" : "http");
    parts.daemon().listen(ticks);
    parts.daemon().listen(live);
  }

  /**
   * Listens where the settings say.
   *
   * @throws FormatException if the token, the certificate or the key is not to be had
   * @throws CannotRunException if the address is taken or no address of this machine
   */
  public static WebServer start(HttpSettings settings, Parts parts)
      throws FormatException, CannotRunException {
    Optional<String> token = Optional.empty();
    if (settings.token().isPresent()) {
      token = Optional.of(reveal(settings.token().get()));
      if (token.get().isBlank()) {
        throw new CannotRunException(
            "http.token is empty; leave it out for a page that only shows");
      }
    }
    Optional<Identity> identity = Optional.empty();
    if (settings.tls().isPresent()) {
      try {
        identity =
            Optional.of(
                Identity.of(
                    reveal(settings.tls().get().certificate()),
                    reveal(settings.tls().get().key())));
      } catch (GeneralSecurityException e) {
        throw new CannotRunException(String.valueOf(e.getMessage()), e);
      }
    }
    return new WebServer(settings, parts, new Access(token), identity);
  }

  private static String reveal(Secret secret) throws FormatException {
    return secret.reveal(name -> Optional.ofNullable(System.getenv(name)));
  }

  private URI started(HttpSettings settings, String scheme) throws CannotRunException {
    try {
      undertow.start();
    } catch (RuntimeException e) {
      undertow.stop();
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new CannotRunException(
          "cannot listen on %s port %d: %s; http.host and http.port of canary.yaml say where"
              .formatted(settings.host(), settings.port(), cause.getMessage()),
          e);
    }
    int port = ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
    String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
    return URI.create(scheme + "://" + host + ":" + port + "/");
  }

  /** Where it listens, as a browser takes it. */
  public URI address() {
    return address;
  }

  private HttpHandler handler(HostNames names) {
    HttpHandler events = Handlers.serverSentEvents(live);
    HttpHandler rest =
        compressed(
            exchange ->
                exchange.getRequestReceiver().receiveFullBytes(this::received, WebServer::unread));
    return exchange -> {
      SAFE.forEach((name, value) -> exchange.getResponseHeaders().put(new HttpString(name), value));
      String host = exchange.getRequestHeaders().getFirst(Headers.HOST);
      if (!names.isMeant(host == null ? "" : host)) {
        send(exchange, Routes.misdirected());
      } else if (exchange.getRequestPath().equals(EVENTS)
          && exchange.getRequestMethod().equals(Methods.GET)) {
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        events.handleRequest(exchange);
      } else {
        rest.handleRequest(exchange);
      }
    };
  }

  /** For who takes it: the metrics of a thousand watches are megabytes of words that repeat. */
  private static HttpHandler compressed(HttpHandler plain) {
    ContentEncodingRepository encodings = new ContentEncodingRepository();
    encodings.addEncodingHandler("gzip", new GzipEncodingProvider(FASTEST), 1);
    return new EncodingHandler(plain, encodings);
  }

  /**
   * Only a whole request takes a thread, and none waits for whoever reads slowly: so those who ask
   * or listen slowly keep nobody else from being answered.
   */
  private void received(HttpServerExchange exchange, byte[] body) {
    Runnable answering = () -> send(exchange, routes.answer(request(exchange, body)));
    if (Api.isProbe(exchange.getRequestPath())) {
      // Of no use if it waited behind those who wait for the store; itself it waits for nothing.
      answering.run();
    } else {
      exchange.dispatch(answering);
    }
  }

  private static void unread(HttpServerExchange exchange, IOException e) {
    exchange.setPersistent(false);
    int status = e instanceof RequestTooBigException ? Answer.TOO_LARGE : Answer.BAD_REQUEST;
    send(exchange, Answer.json(status, ApiJson.error("the body cannot be read, or is too long")));
  }

  private static void send(HttpServerExchange exchange, Answer answer) {
    exchange.setStatusCode(answer.status());
    HeaderMap headers = exchange.getResponseHeaders();
    headers.put(Headers.CONTENT_TYPE, answer.contentType());
    answer.headers().forEach((name, value) -> headers.put(new HttpString(name), value));
    exchange.getResponseSender().send(ByteBuffer.wrap(answer.body()));
  }

  private static Request request(HttpServerExchange exchange, byte[] body) {
    Map<String, String> query = new LinkedHashMap<>();
    exchange.getQueryParameters().forEach((name, values) -> query.put(name, values.getFirst()));
    return new Request(
        exchange.getRequestMethod().toString(),
        path(exchange),
        query,
        name -> Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)),
        new String(body, StandardCharsets.UTF_8));
  }

  /** As it was sent; without the host, where that came with it. */
  private static String path(HttpServerExchange exchange) {
    String uri = exchange.getRequestURI();
    if (!exchange.isHostIncludedInRequestURI()) {
      return uri;
    }
    int slash = uri.indexOf('/', uri.indexOf("://") + 3);
    return slash < 0 ? "/" : uri.substring(slash);
  }

  @Override
  public void close() {
    live.close();
    undertow.stop();
    routes.close();
  }
}

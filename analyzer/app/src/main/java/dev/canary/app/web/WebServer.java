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
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.server.handlers.encoding.ContentEncodingRepository;
import io.undertow.server.handlers.encoding.EncodingHandler;
import io.undertow.server.handlers.encoding.GzipEncodingProvider;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
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
            .setHandler(handler());
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

  private HttpHandler handler() {
    HttpHandler events = Handlers.serverSentEvents(live);
    HttpHandler rest = compressed(new BlockingHandler(this::answer));
    return exchange -> {
      SAFE.forEach((name, value) -> exchange.getResponseHeaders().put(new HttpString(name), value));
      if (exchange.getRequestPath().equals("/events")) {
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

  private void answer(HttpServerExchange exchange) throws IOException {
    Answer answer = routes.answer(request(exchange));
    exchange.setStatusCode(answer.status());
    HeaderMap headers = exchange.getResponseHeaders();
    headers.put(Headers.CONTENT_TYPE, answer.contentType());
    answer.headers().forEach((name, value) -> headers.put(new HttpString(name), value));
    exchange.getResponseSender().send(ByteBuffer.wrap(answer.body()));
  }

  private static Request request(HttpServerExchange exchange) throws IOException {
    Map<String, String> query = new LinkedHashMap<>();
    exchange.getQueryParameters().forEach((name, values) -> query.put(name, values.getFirst()));
    String uri = exchange.getRequestURI();
    return new Request(
        exchange.getRequestMethod().toString(),
        exchange.isHostIncludedInRequestURI() ? URI.create(uri).getRawPath() : uri,
        query,
        name -> Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)),
        new String(exchange.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    live.close();
    undertow.stop();
  }
}

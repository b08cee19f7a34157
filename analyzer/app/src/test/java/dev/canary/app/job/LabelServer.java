package dev.canary.app.job;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * A server of the Open Inference Protocol whose model says {@code good} to everything, until it is
 * told to do otherwise.
 */
final class LabelServer implements AutoCloseable {
  /** What is wrong with it. */
  enum Fault {
    NONE,
    /** Every connection is closed without an answer. */
    SILENT,
    /** Inferences end in status 500. */
    FAILING,
    /** The model's readiness is denied. */
    NOT_READY,
    /** No label at all, with status 200. */
    EMPTY,
    /** The label {@code Unknown}, with status 200. */
    UNKNOWN,
    /** The same once, and never again. */
    BLIP
  }

  /** An answer in the place of every inference's. */
  record Instead(int status, String body, Map<String, String> headers) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile Fault fault = Fault.NONE;
  private volatile Optional<Instead> instead = Optional.empty();
  private volatile String version = "1";
  private volatile Duration takes = Duration.ZERO;
  private final AtomicReference<Duration> first = new AtomicReference<>(Duration.ZERO);

  LabelServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** From now on this is wrong with it, and nothing else. */
  void suffers(Fault other) {
    fault = other;
    instead = Optional.empty();
    takes = Duration.ZERO;
  }

  /** From now on inferences are answered so. */
  void answers(Instead other) {
    instead = Optional.of(other);
  }

  /** From now on inferences take so long. */
  void takes(Duration time) {
    takes = time;
  }

  /** The next inference takes so long, as the first one after a start. */
  void isCold(Duration time) {
    first.set(time);
  }

  /** From now on another version answers. */
  void deploy(String other) {
    version = other;
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      if (fault == Fault.SILENT) {
        return;
      }
      String path = exchange.getRequestURI().getPath();
      boolean infers = path.endsWith("/infer");
      if (infers) {
        LockSupport.parkNanos(takes.plus(first.getAndSet(Duration.ZERO)).toNanos());
      }
      Optional<Instead> other = instead.filter(o -> infers);
      other.ifPresent(o -> o.headers().forEach(exchange.getResponseHeaders()::set));
      byte[] body =
          other.map(Instead::body).orElseGet(() -> body(path)).getBytes(StandardCharsets.UTF_8);
      int status = other.map(Instead::status).orElseGet(() -> status(path));
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private int status(String path) {
    if (path.endsWith("/infer")) {
      return fault == Fault.FAILING ? 500 : 200;
    }
    return fault == Fault.NOT_READY && path.endsWith("/ready") ? 503 : 200;
  }

  private String body(String path) {
    if (path.endsWith("/infer")) {
      return """
          {"model_name": "credit", "model_version": "%s", "outputs": [
           {"name": "label", "datatype": "BYTES", "shape": [%d], "data": [%s]}]}"""
          .formatted(version, fault == Fault.EMPTY ? 0 : 1, label());
    }
    return path.endsWith("/models/credit")
        ? """
          {"name": "credit", "versions": ["%s"], "platform": "a stub", "inputs": [
           {"name": "x", "datatype": "FP32", "shape": [-1, 2]}], "outputs": [
           {"name": "label", "datatype": "BYTES", "shape": [-1]}]}"""
            .formatted(version)
        : "";
  }

  private String label() {
    return switch (fault) {
      case EMPTY -> "";
      case UNKNOWN -> "\"Unknown\"";
      case BLIP -> {
        fault = Fault.NONE;
        yield "\"Unknown\"";
      }
      case NONE, SILENT, FAILING, NOT_READY -> "\"good\"";
    };
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

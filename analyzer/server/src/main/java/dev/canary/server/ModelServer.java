package dev.canary.server;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * A model server on the loopback address, from its start to {@link #close}.
 *
 * <p>Over HTTP: the Open Inference Protocol v2 below {@code /v2}, KServe v1 below {@code /v1},
 * TensorFlow Serving's below {@code /tfs/v1}. Over gRPC: the Open Inference Protocol and gRPC's own
 * health service. What only some servers do wrong, it does right; see {@link ServerOptions} for how
 * it behaves.
 */
public final class ModelServer implements AutoCloseable {
  // They tell of every start and stop. Kept here, or the level would be forgotten with the logger.
  private static final List<Logger> CHATTY =
      Stream.of("io.undertow", "org.xnio", "io.grpc.netty.shaded").map(Logger::getLogger).toList();

  private final ServerOptions options;
  private final Serving serving;
  private final HttpFront http;
  private final Optional<GrpcFront> grpc;
  private volatile Optional<Access> access;
  private volatile long readyAtNanos;

  private ModelServer(ServerOptions options, ModelRepository repository) throws IOException {
    this.options = options;
    this.access = options.access();
    this.readyAtNanos = System.nanoTime() + options.notReady().toNanos();
    this.serving = new Serving(repository, () -> System.nanoTime() - readyAtNanos >= 0);
    this.grpc =
        options.grpcPort().isPresent()
            ? Optional.of(
                GrpcFront.start(
                    options.grpcPort().getAsInt(), options.tls(), serving, () -> access))
            : Optional.empty();
    try {
      this.http = new HttpFront(options, () -> access, apis(serving));
    } catch (RuntimeException e) {
      grpc.ifPresent(GrpcFront::close);
      throw new IOException("HTTP on port " + options.port() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Loads the models and listens.
   *
   * @throws IOException if a model cannot be loaded or a port is taken
   */
  public static ModelServer start(ServerOptions options) throws IOException {
    CHATTY.forEach(logger -> logger.setLevel(Level.WARNING));
    ModelRepository repository = ModelRepository.open(options);
    try {
      return new ModelServer(options, repository);
    } catch (IOException | RuntimeException e) {
      repository.close();
      throw e;
    }
  }

  private static Map<String, Api> apis(Serving serving) {
    return Map.of(
        "v2", new V2Api(serving),
        "v1", new KserveV1Api(serving),
        "tfs", new TfServingApi(serving));
  }

  /** Where HTTP is spoken, for example {@code http://127.0.0.1:8080}; also once it is closed. */
  public URI http() {
    String scheme = options.tls().isPresent() ? "https" : "http";
    return URI.create(scheme + "://127.0.0.1:" + http.port());
  }

  /**
   * Where gRPC is spoken, for example {@code grpc://127.0.0.1:8001}; {@code grpcs} with TLS.
   *
   * @throws IllegalStateException if the options have no port for it
   */
  public URI grpc() {
    String scheme = options.tls().isPresent() ? "grpcs" : "grpc";
    int port =
        grpc.orElseThrow(() -> new IllegalStateException("the server has no port for gRPC")).port();
    return URI.create(scheme + "://127.0.0.1:" + port);
  }

  /**
   * Serves a model from now on: in the place of the one with its name and version, else beside the
   * others. Requests without a version go to the highest one.
   *
   * @throws IOException if it cannot be loaded; then nothing has changed
   */
  public void swap(ServedModel model) throws IOException {
    serving.repository().serve(model);
  }

  /**
   * Serves a version of a model no longer.
   *
   * @throws IllegalArgumentException if it is not served
   */
  public void retire(String name, String version) {
    serving.repository().retire(name, version);
  }

  /** Asks for this from now on, as when a secret is rotated. */
  public void require(Access other) {
    access = Optional.of(other);
  }

  /** Ends {@link ServerOptions#notReady} at once. */
  public void becomeReady() {
    readyAtNanos = System.nanoTime();
  }

  /** Stops listening, waits for what runs, and closes the models. */
  @Override
  public void close() {
    http.close();
    grpc.ifPresent(GrpcFront::close);
    serving.close();
  }
}

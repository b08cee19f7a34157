package dev.canary.server;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * A model server on the loopback address, from its start to {@link #close}.
 *
 * <p>Over HTTP: the Open Inference Protocol v2 below {@code /v2}.
 */
public final class ModelServer implements AutoCloseable {
  private final ServerOptions options;
  private final Serving serving;
  private final HttpFront http;
  private volatile Optional<Access> access;
  private volatile long readyAtNanos;

  private ModelServer(ServerOptions options, ModelRepository repository) {
    this.options = options;
    this.access = options.access();
    this.readyAtNanos = System.nanoTime() + options.notReady().toNanos();
    this.serving = new Serving(repository, () -> System.nanoTime() - readyAtNanos >= 0);
    this.http = new HttpFront(options, () -> access, Map.of("v2", new V2Api(serving)));
  }

  /**
   * Loads the models and listens.
   *
   * @throws IOException if a model cannot be loaded or a port is taken
   */
  public static ModelServer start(ServerOptions options) throws IOException {
    ModelRepository repository = ModelRepository.open(options);
    try {
      return new ModelServer(options, repository);
    } catch (RuntimeException e) {
      repository.close();
      throw new IOException("the server cannot start: " + e.getMessage(), e);
    }
  }

  /** Where HTTP is spoken, for example {@code http://127.0.0.1:8080}. */
  public URI http() {
    String scheme = options.tls().isPresent() ? "https" : "http";
    return URI.create(scheme + "://127.0.0.1:" + http.port());
  }

  /**
   * Serves a model from now on: in the place of the one with its name and version, else beside the
   * others. Requests without a version go to the highest one.
   *
   * @throws IOException if it cannot be loaded; then nothing has changed
   */
  public void swap(ServedModel model) throws IOException {
    serving.serve(model);
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
    serving.close();
  }
}

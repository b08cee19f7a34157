package dev.canary.suite;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the model behind a suite is and how to reach it.
 *
 * @param type the provider: {@code tribuo}, {@code djl}, {@code http}, {@code grpc}, {@code
 *     command}, {@code recorded}
 * @param place where the model is
 * @param version the version this deployment is said to have, if the target itself cannot tell
 * @param engine for djl: {@code PyTorch} or {@code OnnxRuntime}; without one the file's form
 *     decides
 * @param inputs the order of positional inputs (TorchScript)
 * @param reset how state is cleared before every case
 * @param options further settings of the provider, by dotted key, as its {@code Option}s say
 */
public record TargetSpec(
    String type,
    Place place,
    Optional<String> version,
    Optional<String> engine,
    List<String> inputs,
    Reset reset,
    Map<String, String> options) {
  public TargetSpec {
    inputs = List.copyOf(inputs);
    options = Map.copyOf(options);
  }

  /** A target with nothing but a type and a file. */
  public static TargetSpec of(String type, Path model) {
    return new TargetSpec(
        type,
        new Place.File(model),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Reset.none(),
        Map.of());
  }

  /**
   * The model's file.
   *
   * @throws IllegalStateException if the model is behind a server
   */
  public Path file() {
    if (place instanceof Place.File file) {
      return file.path();
    }
    throw new IllegalStateException("a target of type " + type + " has no file: " + place.text());
  }

  /**
   * The server's addresses.
   *
   * @throws IllegalStateException if the model is a file
   */
  public List<URI> addresses() {
    if (place instanceof Place.Server server) {
      return server.addresses();
    }
    throw new IllegalStateException("a target of type " + type + " has no address");
  }

  /** The same target with another way to clear state. */
  public TargetSpec with(Reset other) {
    return new TargetSpec(type, place, version, engine, inputs, other, options);
  }

  /** The same target at another place. */
  public TargetSpec with(Place other) {
    return new TargetSpec(type, other, version, engine, inputs, reset, options);
  }
}

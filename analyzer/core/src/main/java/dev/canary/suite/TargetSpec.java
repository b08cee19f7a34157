package dev.canary.suite;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the model behind a suite is and how to reach it.
 *
 * @param type the provider: {@code tribuo}, {@code djl}, {@code recorded}
 * @param model the file, already resolved against the suite's folder
 * @param version the version this deployment is said to have, if the target itself cannot tell
 * @param engine for djl: {@code PyTorch} or {@code OnnxRuntime}; without one the file's form
 *     decides
 * @param inputs the order of positional inputs (TorchScript)
 * @param reset how state is cleared before every case
 * @param options further settings of the provider, by key, as given in suite.yaml
 */
public record TargetSpec(
    String type,
    Path model,
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
        type, model, Optional.empty(), Optional.empty(), List.of(), Reset.none(), Map.of());
  }

  /** The same target with another way to clear state. */
  public TargetSpec with(Reset other) {
    return new TargetSpec(type, model, version, engine, inputs, other, options);
  }

  /** The same target over another file. */
  public TargetSpec with(Path otherModel) {
    return new TargetSpec(type, otherModel, version, engine, inputs, reset, options);
  }
}

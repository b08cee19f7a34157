package dev.canary.djl;

import dev.canary.suite.TargetSpec;
import dev.canary.target.LoadException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What computes: said by {@code target.engine}, else told from the file. */
enum ModelEngine {
  PYTORCH("PyTorch"),
  ONNX_RUNTIME("OnnxRuntime");

  private final String word;

  ModelEngine(String word) {
    this.word = word;
  }

  /** The word in suite.yaml, in identities and in reports. */
  String word() {
    return word;
  }

  /**
   * The engine for this file.
   *
   * @throws LoadException if the suite names an engine that is none, or the file has neither form
   */
  static ModelEngine of(TargetSpec spec, ModelFile file) throws LoadException {
    Optional<String> said = spec.engine();
    return said.isPresent() ? named(said.get(), file) : told(file);
  }

  private static ModelEngine named(String said, ModelFile file) throws LoadException {
    return Arrays.stream(values())
        .filter(engine -> engine.word.equals(said))
        .findFirst()
        .orElseThrow(
            () -> new LoadException(file.path() + ": unknown engine " + said + "; " + allowed()));
  }

  private static String allowed() {
    return Arrays.stream(values())
        .map(ModelEngine::word)
        .collect(Collectors.joining(", ", "allowed are ", ""));
  }

  private static ModelEngine told(ModelFile file) throws LoadException {
    String name = file.path().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".onnx") || name.endsWith(".ort")) {
      return ONNX_RUNTIME;
    }
    if (file.isZip() || name.endsWith(".pt") || name.endsWith(".pth")) {
      return PYTORCH;
    }
    if (file.looksLikeOnnx()) {
      return ONNX_RUNTIME;
    }
    throw new LoadException(
        file.path()
            + ": neither an ONNX model nor a TorchScript archive by name or content; "
            + ModelFile.ALLOWED);
  }
}

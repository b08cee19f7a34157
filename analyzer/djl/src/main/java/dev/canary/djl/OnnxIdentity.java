package dev.canary.djl;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.canary.suite.TargetSpec;
import dev.canary.target.LoadException;
import dev.canary.target.LocalPlatform;
import dev.canary.target.ModelIdentity;
import dev.canary.target.WeightDigest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who an ONNX model is. */
final class OnnxIdentity {
  private OnnxIdentity() {}

  static ModelIdentity of(TargetSpec spec, ModelFile file, OrtSession session)
      throws OrtException, LoadException {
    Optional<OnnxModel> model = OnnxModel.read(file.path());
    Optional<OnnxWeights> weights = model.flatMap(OnnxIdentity::weights);
    List<Path> parts = weights.map(OnnxWeights::externalFiles).orElse(List.of());
    return new ModelIdentity(
        file.name(),
        spec.version().isPresent() ? spec.version() : version(session),
        Optional.of(file.digest(parts)),
        weights.flatMap(OnnxIdentity::digest),
        ModelEngine.ONNX_RUNTIME.word(),
        OnnxRuntimeSetup.environment().getVersion(),
        Optional.of(LocalPlatform.of(OnnxRuntimeSetup.RUNTIME)),
        model.map(OnnxModel::provenance).orElse(Map.of()));
  }

  // What nobody set is 0 by the format and the largest long by the runtime.
  private static Optional<String> version(OrtSession session) throws OrtException {
    long version = session.getMetadata().getVersion();
    return version > 0 && version < Long.MAX_VALUE
        ? Optional.of(Long.toString(version))
        : Optional.empty();
  }

  // What the runtime loads and this class cannot read has no weight digest: "not compared".
  private static Optional<OnnxWeights> weights(OnnxModel model) {
    try {
      return Optional.of(OnnxWeights.of(model));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> digest(OnnxWeights weights) {
    try {
      return Optional.of(WeightDigest.ofEach(weights.byName()));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }
}

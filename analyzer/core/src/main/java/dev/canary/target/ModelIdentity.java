package dev.canary.target;

import java.util.Map;
import java.util.Optional;

/**
 * Who answered. A digest that a target cannot tell is absent, and then not compared.
 *
 * @param name the model's own name, or its file's
 * @param version the version the deployment reports
 * @param artifactDigest SHA-256 of the file, as {@code sha256:<hex>}
 * @param weightDigest SHA-256 over the weights alone, see {@link WeightDigest}
 * @param engine what computes, for example {@code Tribuo}, {@code PyTorch}, {@code OnnxRuntime}
 * @param engineVersion its version
 * @param platform where it computes; absent when unknown, as for recorded predictions
 * @param provenance what the model tells of its making (Tribuo's provenance as JSON, ONNX producer
 *     and metadata), by key
 */
public record ModelIdentity(
    String name,
    Optional<String> version,
    Optional<String> artifactDigest,
    Optional<String> weightDigest,
    String engine,
    String engineVersion,
    Optional<Platform> platform,
    Map<String, String> provenance) {
  /** The version of a deployment that tells none. */
  public static final String UNVERSIONED = "unversioned";

  public ModelIdentity {
    provenance = Map.copyOf(provenance);
  }

  /** The version, or {@value #UNVERSIONED}. */
  public String versionOrDefault() {
    return version.orElse(UNVERSIONED);
  }
}

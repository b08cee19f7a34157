package dev.canary.target;

import dev.canary.tensor.Digest;
import dev.canary.tensor.Tensor;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The SHA-256 over a model's weights alone: name, type, shape and little-endian bytes of each,
 * sorted by name.
 *
 * <p>Two files that wrap bit-equal weights have one digest, however they were exported.
 */
public final class WeightDigest {
  private WeightDigest() {}

  /** The digest as {@code sha256:<hex>}. */
  public static String of(Map<String, Tensor> weights) {
    Digest digest = new Digest();
    new TreeMap<>(weights).forEach((name, tensor) -> digest.add(name).add(tensor));
    return digest.finish();
  }

  /** The same digest over weights that are read one by one, so that never all are in memory. */
  public static String ofEach(Map<String, Supplier<Tensor>> weights) {
    Digest digest = new Digest();
    new TreeMap<>(weights).forEach((name, tensor) -> digest.add(name).add(tensor.get()));
    return digest.finish();
  }
}

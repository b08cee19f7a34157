package dev.canary.suite;

import dev.canary.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What one case feeds to the model: named tensors, and the names that are deliberately null.
 *
 * @param tensors by name, in the order of the file; a bare scalar is a tensor of rank 0 (whole
 *     numbers int64, other numbers fp64, text string, true and false bool)
 * @param nulls features given as null, as a late feature store would send them
 */
public record Input(Map<String, Tensor> tensors, Set<String> nulls) {
  public Input {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    nulls = Collections.unmodifiableSet(new LinkedHashSet<>(nulls));
  }

  /** An input without nulls. */
  public static Input of(Map<String, Tensor> tensors) {
    return new Input(tensors, Set.of());
  }

  /** The first dimension that all tensors share, at least 1; else 1. */
  public int rows() {
    int common = -1;
    for (Tensor tensor : tensors.values()) {
      int[] shape = tensor.shape();
      int rows = shape.length == 0 ? 1 : shape[0];
      if (common >= 0 && rows != common) {
        return 1;
      }
      common = rows;
    }
    return Math.max(1, common);
  }
}

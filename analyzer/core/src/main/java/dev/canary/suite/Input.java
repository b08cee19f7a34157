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
}

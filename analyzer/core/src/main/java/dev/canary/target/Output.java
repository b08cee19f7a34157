package dev.canary.target;

import dev.canary.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a model answered to one case: named tensors.
 *
 * @param tensors by output name, in the model's order; nested results are flattened to names like
 *     {@code 0.key}, a batch of label-to-score maps with the same keys to one tensor
 * @param classes for outputs whose last axis ranges over named classes: their names, in that order
 * @param exchange how the answer came over the wire; empty for a model in this process
 */
public record Output(
    Map<String, Tensor> tensors, Map<String, List<String>> classes, Optional<Exchange> exchange) {
  public Output {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    classes = Map.copyOf(classes);
  }

  /** The answer of a model in this process. */
  public Output(Map<String, Tensor> tensors, Map<String, List<String>> classes) {
    this(tensors, classes, Optional.empty());
  }

  /** One unnamed-class output. */
  public static Output of(String name, Tensor tensor) {
    return new Output(Map.of(name, tensor), Map.of());
  }
}

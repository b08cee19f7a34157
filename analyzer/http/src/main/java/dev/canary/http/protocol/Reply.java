package dev.canary.http.protocol;

import dev.canary.tensor.Tensor;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * An answer as its protocol reads it; its maps are taken over, not copied.
 *
 * @param tensors by output name, in the answer's order
 * @param classes for outputs whose last axis ranges over named classes: their names, in that order
 * @param facts for {@link dev.canary.target.Exchange#facts()}: version, cached, remark
 */
public record Reply(
    Map<String, Tensor> tensors, Map<String, List<String>> classes, Map<String, String> facts) {
  public Reply {
    tensors = Collections.unmodifiableMap(tensors);
    classes = Collections.unmodifiableMap(classes);
    facts = Collections.unmodifiableMap(facts);
  }

  /** Tensors of which nothing else is known. */
  public static Reply of(Map<String, Tensor> tensors) {
    return new Reply(tensors, Map.of(), Map.of());
  }
}

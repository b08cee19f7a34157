package dev.canary.server;

import java.util.List;
import java.util.Optional;

/** An inference request of the Open Inference Protocol v2. */
record V2Request(Optional<String> id, List<Tensor> inputs, List<Wanted> outputs, Form form) {

  /** How outputs travel. */
  enum Form {
    JSON,
    BINARY
  }

  /**
   * An output that the request names.
   *
   * @param form empty where the request's own counts
   */
  record Wanted(String name, Optional<Form> form) {}

  List<String> names() {
    return outputs.stream().map(Wanted::name).toList();
  }

  boolean isBinary(String output) {
    return outputs.stream()
            .filter(wanted -> wanted.name().equals(output))
            .findFirst()
            .flatMap(Wanted::form)
            .orElse(form)
        == Form.BINARY;
  }
}

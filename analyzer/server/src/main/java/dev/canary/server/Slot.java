package dev.canary.server;

import java.util.List;

/**
 * An input or output as a model declares it.
 *
 * @param shape -1 where the model leaves a dimension open
 */
public record Slot(String name, Datatype datatype, List<Long> shape) {
  public Slot {
    shape = List.copyOf(shape);
  }
}

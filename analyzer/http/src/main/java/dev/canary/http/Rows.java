package dev.canary.http;

import dev.canary.suite.Input;
import dev.canary.tensor.Tensor;

/** How many rows an input has. */
final class Rows {
  private Rows() {}

  /** The first dimension that all tensors share, at least 1; else 1. */
  static int of(Input input) {
    int common = -1;
    for (Tensor tensor : input.tensors().values()) {
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

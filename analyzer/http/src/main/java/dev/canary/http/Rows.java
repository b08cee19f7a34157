package dev.canary.http;

import dev.canary.suite.Input;

/** How many rows an input has. */
final class Rows {
  private Rows() {}

  /** The first dimension that all tensors share, at least 1; else 1. */
  static int of(Input input) {
    int[] rows =
        input.tensors().values().stream()
            .mapToInt(t -> t.shape().length == 0 ? 1 : t.shape()[0])
            .distinct()
            .toArray();
    return rows.length == 1 ? Math.max(1, rows[0]) : 1;
  }
}

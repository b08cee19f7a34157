package dev.canary.replay;

import java.util.List;
import java.util.function.IntConsumer;

/** Sends cases, one or several at once. */
@FunctionalInterface
public interface Workers {
  /** One after the other, on the caller's thread. */
  Workers ONE = (positions, width, send) -> positions.forEach(send::accept);

  /**
   * Calls {@code send} with every position once and returns when all have ended; begins them in
   * this order, at most {@code width} at once.
   */
  void each(List<Integer> positions, int width, IntConsumer send);
}

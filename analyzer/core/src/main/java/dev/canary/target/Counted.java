package dev.canary.target;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a server has counted of one model since it started.
 *
 * @param cacheHits how many answers it took from its cache; empty if it does not count them
 * @param inferences what it keeps of its inferences; empty if it keeps nothing
 */
public record Counted(OptionalLong cacheHits, Optional<Inferences> inferences) {

  /**
   * A server's own statistics of its inferences.
   *
   * @param answered requests that it answered with success
   * @param computed requests that it computed, and did not take from a cache
   * @param computeNanos of these: reading inputs, inferring, writing outputs
   * @param queueNanos that the answered ones waited for their turn
   */
  public record Inferences(long answered, long computed, long computeNanos, long queueNanos) {
    /** What was counted since then. */
    public Inferences since(Inferences then) {
      return new Inferences(
          answered - then.answered,
          computed - then.computed,
          computeNanos - then.computeNanos,
          queueNanos - then.queueNanos);
    }
  }
}

package dev.canary.target;

import dev.canary.suite.Case;
import java.util.List;
import java.util.Optional;

/**
 * A loaded model that answers cases. One case is one call, so that the batch shape is the case's
 * own and stays the same from capture to run. Called by one thread at a time unless {@link
 * #concurrency()} says more.
 */
public interface Target extends AutoCloseable {
  /** Who answers; asked after a replay, when a server has told its version in its answers. */
  ModelIdentity identity();

  /** What the model tells of its inputs; asked after {@link #expect}. */
  default Signature signature() {
    return Signature.of(identity());
  }

  /**
   * Told before a replay which cases belong to the suite, in its order, whatever order they are
   * sent in; a target whose answers are kept by position needs to know, and a server is asked here
   * for its health and warmed up.
   */
  default void expect(List<Case> cases) {}

  /** What a server said of itself around the replay; asked after the last case. */
  default Optional<Health> health() {
    return Optional.empty();
  }

  /**
   * Finds out whether a server answers from a cache: sends a case several times as it is and with
   * other low bits in its floats, and compares; empty where there is no server.
   *
   * @throws PredictionException if a request is not answered, or the case has no floats
   */
  default Optional<CacheTest> testCache(Case golden) throws PredictionException {
    return Optional.empty();
  }

  /** How many cases may be sent at once; with more than one, {@link #predict} is thread-safe. */
  default int concurrency() {
    return 1;
  }

  /**
   * How often a case is sent before it counts as failed: twice where a single failure may be the
   * network's, and then both observations are kept.
   */
  default int attempts() {
    return 1;
  }

  /**
   * The model's answer to one case.
   *
   * @throws PredictionException if the model fails on this case; the replay records it and goes on
   */
  Output predict(Case golden) throws PredictionException;

  /**
   * Clears the state that earlier cases left, as the suite's {@code target.reset} says; does
   * nothing for a model without state.
   *
   * @throws PredictionException if the state cannot be cleared
   */
  default void reset() throws PredictionException {}

  @Override
  void close();
}

package dev.canary.target;

import dev.canary.suite.Case;
import java.util.List;

/**
 * A loaded model that answers cases. Not thread-safe; one case is one call, so that the batch shape
 * is the case's own and stays the same from capture to run.
 */
public interface Target extends AutoCloseable {
  /** Who answers. */
  ModelIdentity identity();

  /**
   * Told before a replay which cases belong to the suite, in its order, whatever order they are
   * sent in; only a target whose answers are kept by position needs to know.
   */
  default void expect(List<Case> cases) {}

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

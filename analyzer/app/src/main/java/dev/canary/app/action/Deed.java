package dev.canary.app.action;

import dev.canary.store.StoredTransition;
import java.time.Duration;
import java.util.Optional;

/** What an action does about one transition of an alert. */
interface Deed extends AutoCloseable {
  /**
   * Does it.
   *
   * @return why it failed, in one line without secrets; empty if it is done
   */
  Optional<String> about(StoredTransition transition);

  /** How long after a transition it may still be done: what comes later than that does harm. */
  Duration patience();

  @Override
  void close();
}

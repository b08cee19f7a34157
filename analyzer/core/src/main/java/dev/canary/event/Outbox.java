package dev.canary.event;

import java.util.Collection;
import java.util.List;

/** The events that a store has recorded and not yet seen delivered, oldest first. */
public interface Outbox {
  /** The oldest waiting events, in the order they were recorded. */
  default List<OutgoingEvent> waiting(int atMost) {
    return waiting(0, atMost);
  }

  /**
   * Waiting events in the order they were recorded.
   *
   * @param skip so many of the oldest are passed over
   */
  List<OutgoingEvent> waiting(int skip, int atMost);

  /** How many wait. */
  int size();

  /** Forgets these events: the broker has acknowledged them. */
  void delivered(Collection<String> ids);

  /** Forgets the oldest waiting events: of all that were ever recorded, the newest may wait. */
  void keepNewest(int atMost);

  /**
   * Runs the task while holding the store's one relay lease, or does nothing when another relay
   * holds it.
   *
   * @return whether the task ran
   */
  boolean asOnlyRelay(Runnable task);
}

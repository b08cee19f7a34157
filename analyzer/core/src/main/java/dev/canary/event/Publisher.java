package dev.canary.event;

import java.util.List;
import java.util.Map;

/** Sends events to a broker and waits for its acknowledgements. */
public interface Publisher extends AutoCloseable {
  /**
   * Sends these events in order and waits, within the publisher's own time-out, for every one of
   * them.
   *
   * @return by id, why an event was not acknowledged; an event that is absent was delivered. A
   *     failed event holds back the later ones of its key, which then fail with it; only a topic
   *     that is missing holds back no other topic.
   */
  Map<String, String> publish(List<OutgoingEvent> events);

  /** True when the last call found no broker, or lost it: another one now would, too. */
  boolean lostTheBroker();

  @Override
  void close();
}

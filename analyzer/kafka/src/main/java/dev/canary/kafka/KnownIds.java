package dev.canary.kafka;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The newest ids, so that a redelivery is seen once. Bounded: a redelivery follows soon or not at
 * all.
 */
final class KnownIds {
  private final Map<String, Boolean> newest;

  KnownIds(int atMost) {
    this.newest =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > atMost;
          }
        };
  }

  /**
   * True until it is added; an event is known by its source and id together. A foreign record is
   * always new.
   */
  boolean isNew(ReceivedEvent event) {
    return event.id().filter(id -> newest.containsKey(key(event, id))).isEmpty();
  }

  void add(ReceivedEvent event) {
    event.id().ifPresent(id -> newest.put(key(event, id), true));
  }

  private static String key(ReceivedEvent event, String id) {
    return event.attributes().getOrDefault("source", "") + '\n' + id;
  }
}

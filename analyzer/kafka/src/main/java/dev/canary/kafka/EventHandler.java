package dev.canary.kafka;

import dev.canary.event.WatchEvent;

/** Does something with events. */
@FunctionalInterface
public interface EventHandler {
  /**
   * Handles one event. When it returns, the event counts as handled and is not seen again; when it
   * throws, reading ends, and who reads next gets the event once more.
   *
   * @param record as the broker has it
   */
  void handle(WatchEvent event, ReceivedEvent record);
}

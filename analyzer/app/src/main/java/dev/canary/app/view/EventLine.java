package dev.canary.app.view;

import dev.canary.format.EventText;
import dev.canary.kafka.ReceivedEvent;

/** A record of Kafka on one line, for people. */
public final class EventLine {
  private EventLine() {}

  /** When, what, where, and what the event says. */
  public static String of(ReceivedEvent event) {
    String time = event.attributes().getOrDefault("time", "");
    String what = event.data().map(EventText::of).orElse("(removed)");
    return "%s  %s  %s".formatted(time, event.key().orElse(""), what);
  }
}

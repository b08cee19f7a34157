package dev.canary.kafka;

import dev.canary.event.OutgoingEvent;
import dev.canary.event.OutgoingEvent.Payload;
import dev.canary.event.Topic;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Events for the tests: everything about one follows from its id. */
public final class Events {
  private Events() {}

  public static OutgoingEvent event(String id, Topic topic, String key) {
    return event(id, topic, key, "{\"id\":\"" + id + "\",\"value\":\"é ∞ NaN\"}");
  }

  public static OutgoingEvent event(String id, Topic topic, String key, String json) {
    return of(id, topic, key, Optional.of(new Payload(json)));
  }

  public static OutgoingEvent tombstone(String id, String key) {
    return of(id, Topic.STATE, key, Optional.empty());
  }

  /** Numbered events in one topic, spread over some keys in turn. */
  public static List<OutgoingEvent> many(String name, int count, int keys) {
    return IntStream.range(0, count)
        .mapToObj(i -> event(name + "-" + i, Topic.RUNS, name + "-key-" + i % keys))
        .toList();
  }

  private static OutgoingEvent of(String id, Topic topic, String key, Optional<Payload> data) {
    return new OutgoingEvent(
        id,
        topic,
        type(topic),
        "/workspace/" + key,
        "run of " + id,
        Instant.parse("2026-03-04T05:06:07.000000089Z"),
        key,
        data);
  }

  private static String type(Topic topic) {
    return switch (topic) {
      case RUNS -> "dev.canary.run.v1";
      case FINDINGS -> "dev.canary.finding.v1";
      case ALERTS -> "dev.canary.alert.v1";
      case STATE -> "dev.canary.state.v1";
      case DLQ -> throw new IllegalArgumentException("nothing of the product's own goes there");
    };
  }
}

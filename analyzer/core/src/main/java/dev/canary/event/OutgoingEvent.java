package dev.canary.event;

import java.time.Instant;
import java.util.Optional;

/**
 * One CloudEvent on its way out, complete down to its bytes, so that a redelivery repeats id and
 * bytes.
 *
 * @param id computed from what happened, never drawn
 * @param topic where it goes
 * @param type the CloudEvents type, for example {@code dev.canary.run.v1}
 * @param source the CloudEvents source: a URI reference naming the workspace and watch
 * @param subject what it is about: the run's id
 * @param time when it happened
 * @param key the record's key: the watch, so that one watch's events keep their order
 * @param data JSON in UTF-8; empty for a tombstone
 */
public record OutgoingEvent(
    String id,
    Topic topic,
    String type,
    String source,
    String subject,
    Instant time,
    String key,
    Optional<Payload> data) {

  /** The bytes of an event's data; compared by content. */
  public record Payload(String json) {}
}

package dev.canary.app.serve;

import dev.canary.event.Outbox;
import dev.canary.event.OutgoingEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What waits in the store to be delivered, and whether the store answers: looked at again and again
 * by one thread, so that nobody who asks how the daemon is waits for a store that is away.
 */
final class Backlog {
  /** How often it is looked at. */
  static final Duration EVERY = Duration.ofSeconds(1);

  private static final Duration SILENT = Duration.ofSeconds(10);

  private final Outbox outbox;
  private final Destination destination;
  private final LongSupplier nanos;
  private volatile Seen seen;

  /** Whether anything is to be delivered: what waits for nothing is no backlog. */
  enum Destination {
    BROKER,
    NONE
  }

  /**
   * What was seen.
   *
   * @param atNanos when
   */
  private record Seen(
      int waiting, Optional<Instant> oldest, Optional<String> fault, long atNanos) {}

  Backlog(Outbox outbox, Destination destination, LongSupplier nanos) {
    this.outbox = outbox;
    this.destination = destination;
    this.nanos = nanos;
    seen = new Seen(0, Optional.empty(), Optional.empty(), nanos.getAsLong());
  }

  /** Looks at the store; returns when it has answered, or has failed to. */
  void look() {
    try {
      int stored = outbox.size();
      int waiting =
          switch (destination) {
            case BROKER -> stored;
            case NONE -> 0;
          };
      Optional<Instant> oldest =
          waiting == 0
              ? Optional.empty()
              : outbox.waiting(1).stream().map(OutgoingEvent::time).findFirst();
      seen = new Seen(waiting, oldest, Optional.empty(), nanos.getAsLong());
    } catch (RuntimeException e) {
      // Whatever it is, whoever asks is told; the next look may find it mended.
      Seen before = seen;
      seen =
          new Seen(
              before.waiting(),
              before.oldest(),
              Optional.of(String.valueOf(e.getMessage())),
              nanos.getAsLong());
    }
  }

  /** Events that were not delivered when the store was last seen. */
  int waiting() {
    return seen.waiting();
  }

  /** When the oldest of them was recorded. */
  Optional<Instant> oldest() {
    return seen.oldest();
  }

  /** Why the store is no good; empty if it answers. */
  Optional<String> fault() {
    Seen last = seen;
    return nanos.getAsLong() - last.atNanos() > SILENT.toNanos()
        ? Optional.of("the store does not answer")
        : last.fault();
  }
}

package dev.canary.app.serve;

import dev.canary.event.Outbox;
import dev.canary.event.OutgoingEvent;
import dev.canary.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What waits to be delivered, and whether the store answers, as of the last look: whoever asks how
 * the daemon is waits for nothing, least of all for a store that hangs.
 */
final class Backlog {
  /** A look that lasts so long is trouble. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  /** What fails for good fails again within this time. */
  private static final Duration LASTS = Duration.ofSeconds(3);

  private final Outbox outbox;
  private final LongSupplier nanos;
  private volatile Seen seen;
  private volatile long begun;
  private volatile boolean looking;
  private volatile long answered;
  private volatile Optional<String> unwritable = Optional.empty();
  private volatile Optional<Failure> failure = Optional.empty();
  private volatile Optional<Long> troubledAt = Optional.empty();

  Backlog(Outbox outbox, LongSupplier nanos) {
    this.outbox = outbox;
    this.nanos = nanos;
    this.seen = new Seen(0, Optional.empty(), Optional.empty());
    this.answered = nanos.getAsLong();
  }

  /**
   * What was seen.
   *
   * @param waiting so many events are not delivered yet
   * @param oldest when the oldest of them was recorded
   * @param trouble why the store cannot be used
   */
  record Seen(int waiting, Optional<Instant> oldest, Optional<String> trouble) {
    Seen with(String why) {
      return new Seen(waiting, oldest, Optional.of(why));
    }
  }

  private record Failure(String why, long at) {}

  /** Looks, and waits for the store. */
  void look() {
    begun = nanos.getAsLong();
    looking = true;
    try {
      int waiting = outbox.size();
      seen =
          new Seen(
              waiting,
              outbox.waiting(1).stream().map(OutgoingEvent::time).findFirst(),
              Optional.empty());
      answered = nanos.getAsLong();
      if (elapsed(begun).compareTo(PATIENCE) > 0) {
        troubledAt = Optional.of(nanos.getAsLong());
      }
    } catch (StoreException e) {
      troubledAt = Optional.of(nanos.getAsLong());
      seen = seen.with(String.valueOf(e.getMessage()));
    } finally {
      looking = false;
    }
  }

  /** Writes something: a full disk lets the store be read and not written. */
  void write(Runnable something) {
    try {
      something.run();
      unwritable = Optional.empty();
    } catch (StoreException e) {
      unwritable = Optional.of(String.valueOf(e.getMessage()));
      troubledAt = Optional.of(nanos.getAsLong());
      throw e;
    }
  }

  /** Whoever else used the store could not: it may be read, and written in some places only. */
  void failed(StoreException why) {
    long now = nanos.getAsLong();
    troubledAt = Optional.of(now);
    failure = Optional.of(new Failure(String.valueOf(why.getMessage()), now));
  }

  /** What was seen last. */
  Seen seen() {
    Duration since = elapsed(begun);
    return looking && since.compareTo(PATIENCE) > 0
        ? seen.with("the store has not answered for " + since.toSeconds() + " s")
        : unwritable.or(this::lately).map(seen::with).orElse(seen);
  }

  private Optional<String> lately() {
    return failure.filter(each -> elapsed(each.at()).compareTo(LASTS) < 0).map(Failure::why);
  }

  /** How long ago the store answered last. */
  Duration sinceAnswer() {
    return elapsed(answered);
  }

  /** Whether the store could not be used at some time within the last. */
  boolean wasTroubled(Duration within) {
    return troubledAt.filter(at -> elapsed(at).compareTo(within) < 0).isPresent();
  }

  private Duration elapsed(long since) {
    return Duration.ofNanos(nanos.getAsLong() - since);
  }
}

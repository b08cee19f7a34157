package dev.canary.app.serve;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * A clock that never goes back, by which watches are due: no instant comes twice, and none stays
 * away, when the machine's clock is set back.
 *
 * <p>It follows the machine's clock as long as that goes forward. When that is set back, it goes on
 * by elapsed time, a tenth slower than it, until the machine's clock has caught up; instants that
 * are 10 s apart are then 11 s apart. It begins no earlier than the newest instant of the store, so
 * that a daemon which starts after the clock was set back, or on another machine, goes on as well.
 */
final class SteadyClock extends Clock {
  private static final int PARTS = 10;

  private final Clock wall;
  private final LongSupplier nanos;
  private Instant held;
  private long heldNanos;

  /**
   * Begins.
   *
   * @param wall the machine's clock
   * @param nanos of elapsed time, which nobody sets
   * @param notBefore an instant that is past
   */
  SteadyClock(Clock wall, LongSupplier nanos, Instant notBefore) {
    this.wall = wall;
    this.nanos = nanos;
    this.held = notBefore;
    this.heldNanos = nanos.getAsLong();
  }

  @Override
  public synchronized Instant instant() {
    long now = nanos.getAsLong();
    Instant gone = held.plusNanos((now - heldNanos) / PARTS * (PARTS - 1));
    Instant there = wall.instant();
    held = there.isAfter(gone) ? there : gone;
    heldNanos = now;
    return held;
  }

  /** An instant is past: another daemon of the store has seen it. */
  synchronized void atLeast(Instant instant) {
    held = instant.isAfter(held) ? instant : held;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("instants have no zone");
  }
}

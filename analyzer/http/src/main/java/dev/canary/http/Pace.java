package dev.canary.http;

import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * When each case of a replay is due: by a fixed schedule that late answers do not shift.
 *
 * <p>Row k is due at start + k / rate, whatever became of the rows before it. A case that is sent
 * late because the server held the sender up carries the delay, so that a stall counts for all the
 * requests that would have met it and not only for the one that did (coordinated omission; G. Tene,
 * "How NOT to Measure Latency"). Without a rate a case is due when it is sent. Thread-safe.
 */
final class Pace {
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  private final OptionalDouble rowsPerSecond;
  private final Ticks ticks;
  private long rows;
  private long start;

  Pace(OptionalDouble rowsPerSecond, Ticks ticks) {
    this.rowsPerSecond = rowsPerSecond;
    this.ticks = ticks;
  }

  /**
   * Waits until a case is due.
   *
   * @param size its rows
   * @return how late it is, in nanoseconds; what the clock overslept is not the server's
   */
  long await(int size) throws InterruptedException {
    if (rowsPerSecond.isEmpty()) {
      return 0;
    }
    long now = ticks.nanos();
    long early = due(size, now) - now;
    ticks.sleep(early);
    return Math.max(0, -early);
  }

  private synchronized long due(int size, long now) {
    if (rows == 0) {
      start = now;
    }
    long due = start + (long) (rows * NANOS / rowsPerSecond.orElseThrow());
    rows += size;
    return due;
  }
}

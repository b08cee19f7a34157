package dev.canary.grpc;

import java.util.OptionalDouble;

/**
 * Sends no more rows a second than a server's owner grants: each request is due when those before
 * it have had their time. Thread-safe.
 *
 * <p>The schedule does not move when an answer is late, so that what a late answer kept waiting is
 * counted as waited (coordinated omission), and requests that are overdue are sent at once.
 */
final class Pace {
  private static final double NANOS = 1e9;

  private final OptionalDouble rowsPerSecond;
  private double nextNanos = Double.NaN;

  Pace(OptionalDouble rowsPerSecond) {
    this.rowsPerSecond = rowsPerSecond;
  }

  /** Forgets the schedule: the next request is due at once. */
  synchronized void restart() {
    nextNanos = Double.NaN;
  }

  /**
   * How long a request has to wait, in nanoseconds: below 0, it is late by as much.
   *
   * @param nowNanos of a monotonic clock
   */
  synchronized long claim(int rows, long nowNanos) {
    if (rowsPerSecond.isEmpty()) {
      return 0;
    }
    double due = Double.isNaN(nextNanos) ? nowNanos : nextNanos;
    nextNanos = due + rows / rowsPerSecond.getAsDouble() * NANOS;
    return (long) (due - nowNanos);
  }
}

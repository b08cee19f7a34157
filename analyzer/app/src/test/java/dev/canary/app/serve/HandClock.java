package dev.canary.app.serve;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock in the hand of a test. */
final class HandClock extends Clock {
  private static final long NANOS = 1_000_000_000;
  private Instant now;

  HandClock(Instant now) {
    this.now = now;
  }

  void set(Instant to) {
    now = to;
  }

  void advance(Duration by) {
    now = now.plus(by);
  }

  /** Elapsed time: nobody sets this clock but forwards. */
  long nanos() {
    return now.getEpochSecond() * NANOS + now.getNano();
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException();
  }
}

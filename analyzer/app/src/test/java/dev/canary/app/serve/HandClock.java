package dev.canary.app.serve;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock in the hand of a test; the threads that read it may be others. */
public class HandClock extends Clock {
  private static final long NANOS = 1_000_000_000;
  private volatile Instant now;

  public HandClock(Instant now) {
    this.now = now;
  }

  public void set(Instant to) {
    now = to;
  }

  public void advance(Duration by) {
    now = now.plus(by);
  }

  /** Elapsed time: nobody sets this clock but forwards. */
  public long nanos() {
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

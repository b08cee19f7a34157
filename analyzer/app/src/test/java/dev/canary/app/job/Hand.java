package dev.canary.app.job;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** A clock in the hand of the test. */
final class Hand extends Clock {
  private volatile Instant now = Instant.now().plus(Duration.ofHours(1));
  private final AtomicLong readings = new AtomicLong();

  void advance(Duration by) {
    now = now.plus(by);
  }

  /**
   * Elapsed time stands still, or the daemon would see that it stood; no two readings are alike.
   */
  long nanos() {
    return readings.incrementAndGet();
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

package dev.canary.kafka;

import java.time.Duration;

/**
 * When a call must stop sending and when it must stop waiting; the gap is what one send may block.
 */
final class Deadline {
  private final long stopSending;
  private final long stopWaiting;

  private Deadline(long stopSending, long stopWaiting) {
    this.stopSending = stopSending;
    this.stopWaiting = stopWaiting;
  }

  static Deadline startingNow(Duration total, Duration longestBlock) {
    long end = System.nanoTime() + total.toNanos();
    return new Deadline(end - longestBlock.toNanos(), end);
  }

  boolean sendingIsOver() {
    return System.nanoTime() - stopSending >= 0;
  }

  long nanosToWait() {
    return Math.max(0, stopWaiting - System.nanoTime());
  }
}

package dev.canary.app.serve;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Notices that the process stood still: it was stopped, starved of the processor, or busy with its
 * own memory. What it measured meanwhile is nobody else's fault.
 */
final class Pulse {
  /** How far apart beats are while all is well. */
  static final Duration BEAT = Duration.ofMillis(100);

  private static final Duration STOOD = Duration.ofSeconds(1);

  private final LongSupplier nanos;
  private long lastBeat;
  private long stoodUntil;

  Pulse(LongSupplier nanos) {
    this.nanos = nanos;
    this.lastBeat = nanos.getAsLong();
    this.stoodUntil = lastBeat;
  }

  /** This moment, of elapsed time. */
  long nanos() {
    return nanos.getAsLong();
  }

  /** Beats are expected from now on. */
  synchronized void begin() {
    lastBeat = nanos.getAsLong();
  }

  /** Beats once; how long nothing beat, if that was too long. */
  synchronized Optional<Duration> beat() {
    long now = nanos.getAsLong();
    Duration gap = Duration.ofNanos(now - lastBeat);
    lastBeat = now;
    if (gap.compareTo(STOOD) < 0) {
      return Optional.empty();
    }
    stoodUntil = now;
    return Optional.of(gap);
  }

  /** True if the process stood still at any time since a moment; the last beat may be to come. */
  synchronized boolean stoodSince(long moment) {
    boolean overdue = nanos.getAsLong() - lastBeat >= STOOD.toNanos();
    return overdue || stoodUntil - moment > 0;
  }
}

package dev.canary.format;

import java.time.Duration;
import java.util.Optional;

/** Durations as files and options spell them: {@code 200ms, 10s, 5m, 24h, 90d}. */
public final class Durations {
  /** What may be written. */
  public static final String ALLOWED = Scalars.DURATIONS;

  private Durations() {}

  /** The duration that a text spells, if it spells one longer than nothing. */
  public static Optional<Duration> parse(String text) {
    return Scalars.duration(text).filter(duration -> !duration.isZero());
  }
}

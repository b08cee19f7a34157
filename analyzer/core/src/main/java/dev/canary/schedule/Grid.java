package dev.canary.schedule;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.zip.CRC32;

/** Instants at equal distances since the epoch, each watch's at its own place between them. */
final class Grid implements Schedule {
  private static final long NANOS = 1_000_000_000;

  private final Duration period;
  private final Duration offset;

  Grid(Duration period, String watch) {
    this.period = period;
    CRC32 hash = new CRC32();
    hash.update(watch.getBytes(StandardCharsets.UTF_8));
    double share = hash.getValue() / (double) (1L << Integer.SIZE);
    // Whole milliseconds, so that run ids stay short; a period below one has no room for them.
    this.offset = Duration.ofMillis((long) (share * period.toMillis()));
  }

  @Override
  public Instant next(Instant after) {
    Duration since = Duration.between(Instant.EPOCH.plus(offset), after);
    long whole = since.toNanos() / period.toNanos();
    Instant candidate = at(whole);
    while (!candidate.isAfter(after)) {
      candidate = at(++whole);
    }
    return candidate;
  }

  private Instant at(long number) {
    return Instant.EPOCH.plus(offset).plusNanos(Math.multiplyExact(period.toNanos(), number));
  }

  @Override
  public String toString() {
    return "every %.3f s".formatted(period.getSeconds() + period.getNano() / (double) NANOS);
  }
}

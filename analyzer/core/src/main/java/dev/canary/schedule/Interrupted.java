package dev.canary.schedule;

import dev.canary.watch.Blackout;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A schedule without the instants in some windows. */
record Interrupted(Schedule whole, List<Blackout> blackouts) implements Schedule {
  /** Windows that follow on each other without a gap are given up on after so long. */
  private static final Duration FAR = Duration.ofDays(366);

  Interrupted {
    blackouts = List.copyOf(blackouts);
  }

  /**
   * @throws IllegalArgumentException if the windows leave nothing of a year
   */
  @Override
  public Instant next(Instant after) {
    Instant due = whole.next(after);
    for (Instant end = end(due); end.isAfter(due); end = end(due)) {
      if (Duration.between(after, due).compareTo(FAR) > 0) {
        throw new IllegalArgumentException("the blackouts leave no instant of a year");
      }
      // Its end is not part of a window: an instant at the end itself is due.
      due = whole.next(end.minusNanos(1));
    }
    return due;
  }

  private Instant end(Instant instant) {
    Instant end = instant;
    for (Blackout each : blackouts) {
      Instant own = each.end(instant);
      end = own.isAfter(end) ? own : end;
    }
    return end;
  }
}

package dev.canary.schedule;

import dev.canary.watch.Blackout;
import dev.canary.watch.Tier;
import dev.canary.watch.Timing;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * When a watch runs, and how much of its suite each time.
 *
 * @param golden when the whole suite is due
 * @param ticks when something is: the smoke tier's instants, of which the first at or after each of
 *     the golden ones is the whole suite's; the golden ones alone without a smoke tier
 * @param recheck how soon after a run that left something pending the next follows
 * @param blackouts in which there is none
 */
public record Rota(Schedule golden, Schedule ticks, Duration recheck, List<Blackout> blackouts) {
  /** So many missed instants are counted, and not those of a year. */
  private static final int COUNTED = 100;

  public Rota {
    blackouts = List.copyOf(blackouts);
  }

  /**
   * The rota that a file describes.
   *
   * @param watch whose name decides where in its period it stands
   * @throws IllegalArgumentException if no instant satisfies it
   */
  public static Rota of(Timing timing, String watch) {
    Schedule golden = Schedule.of(timing.golden(), watch).without(timing.blackouts());
    Schedule ticks =
        timing
            .smoke()
            .map(period -> Schedule.of(period, watch).without(timing.blackouts()))
            .orElse(golden);
    return new Rota(golden, ticks, timing.recheckAfter(), timing.blackouts());
  }

  /** The next instant at which something is due. */
  public Instant next(Instant after) {
    return ticks.next(after);
  }

  /**
   * The next instant after a run that left something pending: soon, and never later than without.
   */
  public Instant recheck(Instant after) {
    Instant soon = after.plus(recheck).truncatedTo(ChronoUnit.MILLIS);
    Instant regular = next(after);
    return soon.isBefore(regular) && !isClosed(soon) ? soon : regular;
  }

  /** True inside a blackout. */
  public boolean isClosed(Instant instant) {
    return blackouts.stream().anyMatch(blackout -> blackout.contains(instant));
  }

  /** How much of the suite is due at an instant, given when all of it last was. */
  public Tier tierAt(Instant due, Optional<Instant> lastGolden) {
    boolean whole =
        ticks.equals(golden) || lastGolden.filter(last -> golden.next(last).isAfter(due)).isEmpty();
    return whole ? Tier.GOLDEN : Tier.SMOKE;
  }

  /**
   * What is due now: of all instants that were missed, the newest, so that however long a pause
   * was, one run follows it.
   *
   * @param due the newest
   * @param passedOver how many were missed, counted up to a hundred
   */
  public record Missed(Instant due, int passedOver) {}

  /** The newest instant that is due now, of those from the planned one on. */
  public Missed newest(Instant planned, Instant now) {
    Instant due = planned;
    for (int passedOver = 0; passedOver < COUNTED; passedOver++) {
      Instant later = next(due);
      if (later.isAfter(now)) {
        return new Missed(due, passedOver);
      }
      due = later;
    }
    return new Missed(lastBefore(now, due), COUNTED);
  }

  /** Looks back, twice as far each time, until something was due, and goes on from there. */
  private Instant lastBefore(Instant now, Instant floor) {
    Duration back = Duration.ofMillis(1);
    while (next(now.minus(back)).isAfter(now)) {
      back = back.multipliedBy(2);
    }
    Instant due = floor;
    for (Instant later = next(now.minus(back)); !later.isAfter(now); later = next(later)) {
      due = later;
    }
    return due;
  }

  /** How long after an instant the watch has been due so many times. */
  public Duration until(int times, Instant after) {
    Instant due = after;
    for (int i = 0; i < times; i++) {
      due = next(due);
    }
    return Duration.between(after, due);
  }
}

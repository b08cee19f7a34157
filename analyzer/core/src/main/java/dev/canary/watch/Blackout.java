package dev.canary.watch;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;

/**
 * A window of each chosen day in which nothing is replayed.
 *
 * @param from its start, on the clock of the zone
 * @param to its end, which is not part of it; one that is not after the start is on the next day
 * @param days on which it starts
 * @param zone whose clock it is read on
 */
public record Blackout(LocalTime from, LocalTime to, Set<DayOfWeek> days, ZoneId zone) {
  /**
   * @throws IllegalArgumentException if there is no day, or start and end are the same
   */
  public Blackout {
    days = Set.copyOf(days);
    if (days.isEmpty() || from.equals(to)) {
      throw new IllegalArgumentException(
          "a blackout needs a day, and an end that is not its start; found %s, %s to %s"
              .formatted(days, from, to));
    }
  }

  /** True for an instant inside one of its windows. */
  public boolean contains(Instant instant) {
    return end(instant).isAfter(instant);
  }

  /** The end of the window that an instant is in; the instant itself if it is in none. */
  public Instant end(Instant instant) {
    LocalDate today = instant.atZone(zone).toLocalDate();
    for (LocalDate day : new LocalDate[] {today.minusDays(1), today}) {
      LocalDate last = to.isAfter(from) ? day : day.plusDays(1);
      Instant start = day.atTime(from).atZone(zone).toInstant();
      Instant end = last.atTime(to).atZone(zone).toInstant();
      if (days.contains(day.getDayOfWeek()) && !instant.isBefore(start) && instant.isBefore(end)) {
        return end;
      }
    }
    return instant;
  }
}

package dev.canary.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.watch.Blackout;
import dev.canary.watch.ScheduleSpec.Cron;
import dev.canary.watch.ScheduleSpec.Every;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  private static List<Instant> first(int count, Schedule schedule, Instant from) {
    List<Instant> all = new ArrayList<>();
    Instant due = from;
    for (int i = 0; i < count; i++) {
      due = schedule.next(due);
      all.add(due);
    }
    return all;
  }

  @Property
  void everyNextInstantIsLaterByAtMostOnePeriodAndTheSameFromWhereverOneLooks(
      @ForAll @LongRange(min = 1, max = 86_400_000) long millis,
      @ForAll @LongRange(min = -100_000_000_000L, max = 4_000_000_000_000L) long from,
      @ForAll @AlphaChars @StringLength(max = 20) String watch,
      @ForAll @LongRange(min = 0, max = 999_999_999) long within) {
    Schedule schedule = Schedule.of(new Every(Duration.ofMillis(millis)), watch);
    Instant start = Instant.ofEpochMilli(from);
    Instant due = schedule.next(start);

    assertThat(due).isAfter(start).isBeforeOrEqualTo(start.plusMillis(millis));
    assertThat(schedule.next(due)).isEqualTo(due.plusMillis(millis));
    assertThat(schedule.next(due.minusNanos(1 + within % (millis * 1_000_000)))).isEqualTo(due);
  }

  @Test
  void watchesOfOnePeriodAreSpreadOverIt() {
    Every ten = new Every(Duration.ofSeconds(10));
    long early =
        IntStream.range(0, 1000)
            .filter(i -> Schedule.of(ten, "watch-" + i).next(NOON).isBefore(NOON.plusMillis(1_001)))
            .count();

    // A tenth of them in a tenth of the period.
    assertThat(early).isBetween(60L, 140L);
  }

  /** Summer time ends on 2026-10-25 at 03:00 and begins on 2027-03-28 at 02:00 in Berlin. */
  @ParameterizedTest
  @CsvSource({
    "*/5 * * * *,       UTC,           2026-11-21T12:00:00Z, 2026-11-21T12:05:00Z",
    "30 2 * * *,        Europe/Berlin, 2026-10-24T22:00:00Z, 2026-10-25T00:30:00Z",
    "30 2 * * *,        Europe/Berlin, 2027-03-27T22:00:00Z, 2027-03-29T00:30:00Z",
    "0 9 * * 1-5,       Europe/Berlin, 2026-11-21T12:00:00Z, 2026-11-23T08:00:00Z",
    "0 0 29 2 *,        UTC,           2026-11-21T12:00:00Z, 2028-02-29T00:00:00Z"
  })
  void cronExpressionsAreReadOnTheirZonesClock(
      String expression, ZoneId zone, Instant after, Instant due) {
    assertThat(Schedule.of(new Cron(expression, zone), "w").next(after)).isEqualTo(due);
  }

  @Test
  void anExpressionThatNoInstantSatisfiesIsRefused() {
    assertThatThrownBy(() -> Schedule.of(new Cron("0 0 30 2 *", ZoneOffset.UTC), "w"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nothingIsDueInABlackoutAndTheFirstInstantAfterItIs() {
    Blackout night =
        new Blackout(
            LocalTime.of(22, 0), LocalTime.of(2, 0), EnumSet.allOf(DayOfWeek.class), BERLIN);
    Schedule schedule = Schedule.of(new Cron("0 * * * *", BERLIN), "w").without(List.of(night));
    Instant eight = Instant.parse("2026-11-21T19:00:00Z");

    assertThat(first(3, schedule, eight))
        .containsExactly(
            Instant.parse("2026-11-21T20:00:00Z"),
            Instant.parse("2026-11-22T01:00:00Z"),
            Instant.parse("2026-11-22T02:00:00Z"));
  }

  @Test
  void aBlackoutBelongsToTheDayItStartsOn() {
    Blackout saturday =
        new Blackout(
            LocalTime.of(23, 0), LocalTime.of(1, 0), Set.of(DayOfWeek.SATURDAY), ZoneOffset.UTC);

    assertThat(saturday.contains(Instant.parse("2026-11-21T23:00:00Z"))).isTrue();
    assertThat(saturday.contains(Instant.parse("2026-11-22T00:59:59Z"))).isTrue();
    assertThat(saturday.contains(Instant.parse("2026-11-22T01:00:00Z"))).isFalse();
    assertThat(saturday.contains(Instant.parse("2026-11-21T00:30:00Z"))).isFalse();
  }

  @Test
  void blackoutsThatLeaveNothingAreRefused() {
    Set<DayOfWeek> all = EnumSet.allOf(DayOfWeek.class);
    LocalTime noon = LocalTime.NOON;
    Schedule never =
        Schedule.of(new Every(Duration.ofMinutes(1)), "w")
            .without(
                List.of(
                    new Blackout(LocalTime.MIDNIGHT, noon, all, ZoneOffset.UTC),
                    new Blackout(noon, LocalTime.MIDNIGHT, all, ZoneOffset.UTC)));

    assertThatThrownBy(() -> never.next(NOON)).isInstanceOf(IllegalArgumentException.class);
  }
}

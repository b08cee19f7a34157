package dev.canary.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.watch.Blackout;
import dev.canary.watch.ScheduleSpec;
import dev.canary.watch.Tier;
import dev.canary.watch.Timing;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RotaTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration TEN = Duration.ofSeconds(10);
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  private static Rota every(Duration period) {
    return Rota.of(Timing.of(new ScheduleSpec.Every(period)), "loans");
  }

  private static Rota tiers(Blackout... blackouts) {
    Timing timing =
        new Timing(
            new ScheduleSpec.Every(FIVE_MINUTES),
            Optional.of(TEN),
            Optional.empty(),
            List.of(blackouts));
    return Rota.of(timing, "loans");
  }

  @Test
  void theWholeSuiteTakesThePlaceOfOneSmokeRunInThirty() {
    Rota rota = tiers();
    Optional<Instant> lastGolden = Optional.empty();
    List<Integer> golden = new ArrayList<>();
    Instant due = NOON;
    for (int i = 0; i < 95; i++) {
      due = rota.next(due);
      if (rota.tierAt(due, lastGolden) == Tier.GOLDEN) {
        golden.add(i);
        lastGolden = Optional.of(due);
      }
    }

    assertThat(golden).first().isEqualTo(0);
    assertThat(golden.get(2) - golden.get(1)).isEqualTo(30);
    assertThat(golden.get(3) - golden.get(2)).isEqualTo(30);
  }

  @Test
  void aWholeSuiteThatWasMissedIsDueAtTheNextTick() {
    Rota rota = tiers();
    Instant tick = rota.next(NOON);

    assertThat(rota.tierAt(tick, Optional.of(tick.minus(FIVE_MINUTES)))).isEqualTo(Tier.GOLDEN);
    assertThat(rota.tierAt(tick, Optional.of(tick.minus(FIVE_MINUTES.multipliedBy(50)))))
        .isEqualTo(Tier.GOLDEN);
    assertThat(rota.tierAt(tick, Optional.of(tick.minusSeconds(10)))).isIn(Tier.SMOKE, Tier.GOLDEN);
  }

  @Test
  void withoutASmokeTierEveryRunIsOfTheWholeSuite() {
    Rota rota = every(TEN);
    Instant tick = rota.next(NOON);

    assertThat(rota.tierAt(tick.plusMillis(1), Optional.of(tick))).isEqualTo(Tier.GOLDEN);
  }

  @Test
  void ofAllMissedInstantsTheNewestIsDue() {
    Rota rota = every(TEN);
    Instant planned = rota.next(NOON);

    assertThat(rota.newest(planned, planned)).isEqualTo(new Rota.Missed(planned, 0));
    assertThat(rota.newest(planned, planned.plusMillis(9_999)))
        .isEqualTo(new Rota.Missed(planned, 0));
    assertThat(rota.newest(planned, planned.plusSeconds(3_003)))
        .isEqualTo(new Rota.Missed(planned.plusSeconds(3_000), 100));
    assertThat(rota.newest(planned, planned.plusSeconds(47)))
        .isEqualTo(new Rota.Missed(planned.plusSeconds(40), 4));
  }

  @Test
  void aYearThatWasMissedIsNotCountedThrough() {
    Rota rota = every(Duration.ofMillis(100));
    Instant planned = rota.next(NOON);
    Instant now = planned.plus(Duration.ofDays(365));

    assertThat(Duration.between(rota.newest(planned, now).due(), now)).isLessThan(TEN);
  }

  @Test
  void whatIsPendingIsLookedAtAgainSoonAndNeverLater() {
    Instant after = NOON.plusNanos(1);

    assertThat(every(FIVE_MINUTES).recheck(after))
        .isIn(NOON.plusSeconds(60), every(FIVE_MINUTES).next(after));
    assertThat(every(Duration.ofDays(1)).recheck(after)).isEqualTo(NOON.plusSeconds(60));
    assertThat(every(TEN).recheck(after)).isEqualTo(every(TEN).next(after));
  }

  @Test
  void nothingIsDueOrLookedAtAgainInABlackout() {
    Blackout afternoon =
        new Blackout(
            LocalTime.NOON, LocalTime.of(18, 0), EnumSet.allOf(DayOfWeek.class), ZoneOffset.UTC);
    Rota rota = tiers(afternoon);

    assertThat(rota.isClosed(NOON)).isTrue();
    assertThat(rota.isClosed(NOON.minusMillis(1))).isFalse();
    assertThat(rota.next(NOON)).isAfterOrEqualTo(Instant.parse("2026-11-21T18:00:00Z"));
    assertThat(rota.recheck(NOON.minusSeconds(1))).isEqualTo(rota.next(NOON));
    assertThat(rota.until(3, NOON.minusMillis(1))).isGreaterThan(Duration.ofHours(6));
  }
}

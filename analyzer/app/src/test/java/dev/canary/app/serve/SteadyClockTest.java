package dev.canary.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  private final HandClock wall = new HandClock(NOON);
  private long nanos = 5;
  private final SteadyClock clock = new SteadyClock(wall, () -> nanos, Instant.EPOCH);

  private void pass(Duration time) {
    nanos += time.toNanos();
    wall.advance(time);
  }

  @Test
  void itFollowsAClockThatGoesForward() {
    assertThat(clock.instant()).isEqualTo(NOON);
    pass(Duration.ofSeconds(10));
    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(10));
    wall.advance(Duration.ofDays(1));
    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(86_410));
  }

  @Test
  void setBackItGoesOnATenthSlowerUntilTheOtherHasCaughtUp() {
    assertThat(clock.instant()).isEqualTo(NOON);
    wall.set(NOON.minus(Duration.ofHours(1)));
    assertThat(clock.instant()).isEqualTo(NOON);

    pass(Duration.ofMinutes(10));
    assertThat(clock.instant()).isEqualTo(NOON.plus(Duration.ofMinutes(9)));
    pass(Duration.ofHours(10));
    assertThat(clock.instant()).isEqualTo(wall.instant());
    pass(Duration.ofSeconds(1));
    assertThat(clock.instant()).isEqualTo(wall.instant());
  }

  @Test
  void itBeginsNoEarlierThanWhatIsKnownToBePast() {
    SteadyClock later = new SteadyClock(wall, () -> nanos, NOON.plusSeconds(60));

    assertThat(later.instant()).isEqualTo(NOON.plusSeconds(60));
    later.atLeast(NOON);
    assertThat(later.instant()).isEqualTo(NOON.plusSeconds(60));
    later.atLeast(NOON.plusSeconds(70));
    assertThat(later.instant()).isEqualTo(NOON.plusSeconds(70));
  }
}

package dev.canary.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PulseTest {
  private long now;
  private final Pulse pulse = new Pulse(() -> now);

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void aBeatThatIsALittleLateIsNoStandstill() {
    pass(Duration.ofMillis(900));

    assertThat(pulse.beat()).isEmpty();
    assertThat(pulse.stoodSince(0)).isFalse();
  }

  @Test
  void whoStoodStillWasAwayForRunsThatHadBegunAndNotForThoseAfter() {
    pass(Duration.ofSeconds(3));
    long begunBefore = now;
    pass(Duration.ofSeconds(35));
    assertThat(pulse.stoodSince(begunBefore)).as("before the beat that tells").isTrue();

    assertThat(pulse.beat()).contains(Duration.ofSeconds(38));
    assertThat(pulse.stoodSince(begunBefore)).isTrue();
    pass(Duration.ofMillis(100));
    assertThat(pulse.beat()).isEmpty();
    assertThat(pulse.stoodSince(now)).isFalse();
  }

  @Test
  void theTimeBeforeTheFirstBeatIsExpectedDoesNotCount() {
    pass(Duration.ofMinutes(1));
    pulse.begin();

    assertThat(pulse.beat()).isEmpty();
  }
}

package dev.canary.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.canary.baseline.SuiteScores;
import java.time.Duration;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class CreepTest {

  private static final Evidence EVIDENCE = Simulated.everyRun(20);
  private static final Duration HOUR = Duration.ofHours(1);

  private static EvidenceState after(int hours, IntToDoubleFunction rms) {
    EvidenceStepper stepper = EVIDENCE.stepper(EVIDENCE.start());
    for (int i = 1; i <= hours; i++) {
      stepper.step(new SuiteScores(2, rms.applyAsDouble(i), 0), HOUR, HOUR);
    }
    return stepper.state();
  }

  @Test
  void aSteadyRiseIsToldBySlopeAndInterval() {
    Creep creep = after(24 * 40, hour -> 1 + .01 * hour / 24).creep().orElseThrow();
    assertThat(creep.days()).isEqualTo(30);
    assertThat(creep.slopePerDay()).isCloseTo(.01, within(2e-4));
    assertThat(creep.low()).isLessThan(creep.slopePerDay());
    assertThat(creep.isRising()).isTrue();
  }

  @Test
  void aConstantScoreDoesNotCreep() {
    assertThat(after(24 * 10, hour -> 1.5).creep()).contains(new Creep(0, 0, 0, 11));
  }

  @Test
  void onlyTheLastThirtyDaysCount() {
    Creep creep = after(24 * 100, hour -> hour < 24 * 60 ? 9 : 1).creep().orElseThrow();
    assertThat(creep.slopePerDay()).isZero();
    assertThat(creep.isRising()).isFalse();
  }

  @Test
  void threeDaysAreNeeded() {
    assertThat(after(24 + 1, hour -> hour).creep()).isEmpty();
    assertThat(after(2 * 24, hour -> hour).creep()).isPresent();
  }

  @Test
  void daysWithoutARunStayEmpty() {
    Duration week = Duration.ofDays(7);
    EvidenceStepper stepper = EVIDENCE.stepper(EVIDENCE.start());
    for (int i = 0; i < 9; i++) {
      stepper.step(new SuiteScores(2, 1 + .7 * i, 0), week, week);
    }
    Creep creep = stepper.state().creep().orElseThrow();
    assertThat(creep.days()).isEqualTo(5);
    assertThat(creep.slopePerDay()).isCloseTo(.1, within(1e-12));
  }

  @Test
  void aPauseOfYearsOrAnAbsurdScoreLeavesNumbersFinite() {
    Duration years = Duration.ofDays(36_500);
    EvidenceStepper stepper = EVIDENCE.stepper(EVIDENCE.start());
    stepper.step(new SuiteScores(1e308, 1e308, 0), years, years);
    for (int i = 0; i < 5; i++) {
      stepper.step(new SuiteScores(2, 1, 0), Duration.ofDays(1), Duration.ofDays(1));
    }
    Creep creep = stepper.state().creep().orElseThrow();
    assertThat(creep.slopePerDay()).isFinite().isNegative();
    assertThat(EvidenceState.of(stepper.state().toNumbers())).isEqualTo(stepper.state());
  }
}

package dev.canary.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.canary.baseline.SuiteScores;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvidenceTest {

  private static final Duration TEN = Simulated.TEN_SECONDS;
  private static final SuiteScores HEALTHY = new SuiteScores(2.4, 1.1, 0);
  private static final SuiteScores BROKEN = new SuiteScores(1e6, 1e5, 1_000);

  private static Evidence evidence(int captures, Set<Lane> lanes) {
    return Evidence.of(Simulated.spread(captures, Score.ALL), Budget.DEFAULT.whole(), "w")
        .with(lanes);
  }

  private static EvidenceStep step(Evidence evidence, EvidenceState state, SuiteScores scores) {
    return evidence.step(state, Optional.of(scores), TEN, TEN);
  }

  @Test
  void evidenceRisesUntilTheAlertAndStartsAgainFromNothing() {
    Evidence evidence = evidence(100, Lane.FIXED_REFERENCE);
    EvidenceState state = evidence.start();
    double before = 0;
    int runs = 0;
    EvidenceStep step;
    do {
      step = step(evidence, state, BROKEN);
      assertThat(step.evidence()).isGreaterThan(before);
      assertThat(step.threshold()).isEqualTo(777_600);
      assertThat(step.alerted()).isEqualTo(step.evidence() >= step.threshold());
      before = step.evidence();
      state = step.state();
      runs++;
    } while (!step.alerted());
    assertThat(runs).isEqualTo(7);
    assertThat(state.alerts()).isEqualTo(1);
    // the first run after it has the evidence of a first run again
    assertThat(step(evidence, state, BROKEN).logEvidence())
        .isEqualTo(step(evidence, evidence.start(), BROKEN).logEvidence());
  }

  @Test
  void theStepTellsHowManyRunsAreLeft() {
    Evidence evidence = evidence(100, Lane.ALL);
    EvidenceState state = evidence.start();
    int first = evidence.runsToAlert(state, BROKEN, TEN, TEN, 100).orElseThrow();
    for (int run = 1; run < first; run++) {
      state = step(evidence, state, BROKEN).state();
      assertThat(evidence.runsToAlert(state, BROKEN, TEN, TEN, 100)).hasValue(first - run);
    }
    assertThat(evidence.runsToAlert(state, HEALTHY, TEN, TEN, 100)).isEmpty();
  }

  @Test
  void theOrderOfTheRunsBeforeAnAlertIsRemembered() {
    // e-SR is no sum: the same runs in another order give other evidence
    Evidence evidence = evidence(100, Set.of(Lane.FAST));
    EvidenceState late =
        step(evidence, step(evidence, evidence.start(), HEALTHY).state(), BROKEN).state();
    EvidenceState early =
        step(evidence, step(evidence, evidence.start(), BROKEN).state(), HEALTHY).state();
    assertThat(late.toNumbers()[Slots.TOTAL_FAST])
        .isGreaterThan(early.toNumbers()[Slots.TOTAL_FAST]);
  }

  @Test
  void aRunWithoutScoresIsNoBetAndItsDepositWaits() {
    Evidence evidence = evidence(100, Set.of(Lane.FAST));
    EvidenceState one = step(evidence, evidence.start(), HEALTHY).state();
    EvidenceState state = one;
    for (int i = 0; i < 3; i++) {
      EvidenceStep skipped = evidence.step(state, Optional.empty(), TEN, TEN);
      assertThat(skipped.alerted()).isFalse();
      assertThat(skipped.lanes()).isEqualTo(LaneEvidence.of(one.toNumbers()));
      assertThat(skipped.deposit()).isEqualTo(1 / 777_600.0);
      state = skipped.state();
    }
    // one bet with the deposits of four runs: as one run that comes late, but for the cap on time
    EvidenceState waited = step(evidence, state, BROKEN).state();
    EvidenceState late =
        evidence
            .step(one, Optional.of(BROKEN), Duration.ofSeconds(40), Duration.ofSeconds(20))
            .state();
    assertThat(waited.toNumbers()[Slots.TOTAL_FAST])
        .isCloseTo(late.toNumbers()[Slots.TOTAL_FAST], within(1e-13));
  }

  @Test
  void aScoreThatIsNoNumberIsAFailureAndNoBet() {
    Evidence evidence = evidence(100, Lane.ALL);
    EvidenceState skipped = evidence.step(evidence.start(), Optional.empty(), TEN, TEN).state();
    for (double wrong : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1}) {
      assertThat(step(evidence, evidence.start(), new SuiteScores(wrong, 1, 0)).state())
          .isEqualTo(skipped);
    }
  }

  @Test
  void thinnedLanesBetOncePerDecorrelationTimeWithAllDepositsSince() {
    Evidence evidence = evidence(100, Set.of(Lane.SLOW));
    EvidenceState state = evidence.start();
    for (int run = 1; run <= 90; run++) {
      EvidenceState next = step(evidence, state, HEALTHY).state();
      double held = next.toNumbers()[Slots.TOTAL_SLOW];
      if (run % 30 == 0) {
        assertThat(held).isNotEqualTo(state.toNumbers()[Slots.TOTAL_SLOW]);
      } else {
        assertThat(held).isEqualTo(state.toNumbers()[Slots.TOTAL_SLOW]);
      }
      state = next;
    }
    assertThat(state.toNumbers()[Slots.THINNED_BETS]).isEqualTo(3);
    // the same bets, of one run each, that deposits as much as thirty
    EvidenceState rare = evidence.start();
    for (int run = 0; run < 3; run++) {
      Duration five = Duration.ofMinutes(5);
      rare = evidence.step(rare, Optional.of(HEALTHY), five, five).state();
    }
    assertThat(rare.toNumbers()[Slots.TOTAL_SLOW])
        .isCloseTo(state.toNumbers()[Slots.TOTAL_SLOW], within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({"PT-2H, 0", "PT0S, 0", "PT10S, 1", "PT17S, 1.7", "PT20S, 2", "PT72H, 2"})
  void clockJumpsAndPausesChangeNothingButTheDeposit(Duration elapsed, double deposits) {
    Evidence evidence = evidence(100, Set.of(Lane.FAST));
    EvidenceStep step = evidence.step(evidence.start(), Optional.of(BROKEN), elapsed, TEN);
    EvidenceStep onTime = step(evidence, evidence.start(), BROKEN);
    assertThat(step.deposit()).isCloseTo(deposits / 777_600, within(1e-18));
    assertThat(Math.exp(step.logEvidence() - onTime.logEvidence()))
        .isCloseTo(deposits, within(1e-12));
    assertThat(step.intervalDeposit()).isEqualTo(1 / 777_600.0);
  }

  @Test
  void anotherShareChangesDepositsToComeAndNoEvidenceHeld() {
    Evidence whole = evidence(100, Set.of(Lane.FAST));
    EvidenceState state = step(whole, whole.start(), BROKEN).state();
    Evidence tenth = whole.with(Budget.DEFAULT.share(1, 10));
    EvidenceStep skipped = tenth.step(state, Optional.empty(), TEN, TEN);
    assertThat(skipped.logEvidence()).isEqualTo(LaneEvidence.of(state.toNumbers()).log());
    assertThat(skipped.deposit()).isCloseTo(.1 / 777_600, within(1e-18));
    assertThat(tenth.lanes().fast().get(0).q()).isGreaterThan(whole.lanes().fast().get(0).q());
  }

  @Test
  void theSeedOfThetaIsAFunctionOfTheWatchAndStandsInTheStep() {
    Calibration captures = Simulated.spread(50, Score.ALL);
    Evidence one = Evidence.of(captures, Budget.DEFAULT.whole(), "fraud@prod");
    Evidence again = Evidence.of(captures, Budget.DEFAULT.whole(), "fraud@prod");
    Evidence other = Evidence.of(captures, Budget.DEFAULT.whole(), "fraud@canary");
    assertThat(step(one, one.start(), HEALTHY).seed()).isEqualTo(again.seed());
    assertThat(one.seed()).isNotEqualTo(other.seed());
    // FNV-1a, 64 bits, of "a": af63dc4c8601ec8c by its published vectors
    assertThat(Evidence.of(captures, Budget.DEFAULT.whole(), "a").seed())
        .isEqualTo(0xaf63dc4c8601ec8cL);
  }

  @Test
  void withoutCapturesThereIsNeverEvidence() {
    Evidence evidence = Evidence.of(Simulated.burst(0, Score.ALL), Budget.DEFAULT.whole(), "w");
    assertThat(evidence.runsToAlert(evidence.start(), BROKEN, TEN, TEN, 1_000)).isEmpty();
    assertThat(step(evidence, evidence.start(), BROKEN).evidence()).isZero();
  }

  @Test
  void anIntervalOfNothingIsRefused() {
    Evidence evidence = evidence(20, Lane.ALL);
    assertThatThrownBy(() -> evidence.step(evidence.start(), Optional.empty(), TEN, Duration.ZERO))
        .hasMessage("an interval must be longer than nothing, found PT0S");
  }

  @Test
  void theMeanOfEachEIsAtMostOneInTheFixedLanesWhateverTheRun() {
    // over all captures as they were drawn: exceedances in 100 baselines, by healthy runs
    SplittableRandom chance = new SplittableRandom(9);
    double sum = 0;
    int n = 0;
    for (int baseline = 0; baseline < 100; baseline++) {
      Calibration captures =
          Calibration.of(Score.ALL, Simulated.captures(50, chance.nextLong()))
              .with(new Decorrelation.Spread(Duration.ZERO));
      Evidence evidence =
          Evidence.of(captures, Budget.DEFAULT.whole(), "w").with(Lane.FIXED_REFERENCE);
      for (int run = 0; run < 200; run++) {
        sum += step(evidence, evidence.start(), Simulated.healthy(chance)).evidence();
        n++;
      }
    }
    assertThat(sum / n).isLessThan(1);
  }

  @Test
  void falseAlertsKeepWithinTheBudgetOverManyBaselines() {
    // 100 false alerts allowed in the time of each baseline, so that there are some to count
    Budget generous = new Budget(100, TEN.multipliedBy(4_000), .001);
    SplittableRandom chance = new SplittableRandom(11);
    int[] alerts = new int[2];
    for (int baseline = 0; baseline < 20; baseline++) {
      Calibration captures =
          Calibration.of(Score.ALL, Simulated.captures(100, chance.nextLong()))
              .with(new Decorrelation.Spread(TEN.multipliedBy(2)));
      List<Set<Lane>> lanes = List.of(Lane.FIXED_REFERENCE, Lane.ALL);
      for (int i = 0; i < lanes.size(); i++) {
        Evidence evidence = Evidence.of(captures, generous.whole(), "w").with(lanes.get(i));
        EvidenceStepper stepper = evidence.stepper(evidence.start());
        SplittableRandom noise = new SplittableRandom(baseline);
        for (int run = 0; run < 4_000; run++) {
          alerts[i] += stepper.step(Simulated.healthy(noise), TEN, TEN) ? 1 : 0;
        }
      }
    }
    assertThat(alerts[0]).isLessThan(100);
    assertThat(alerts[1]).isBetween(1, 2_000);
  }
}

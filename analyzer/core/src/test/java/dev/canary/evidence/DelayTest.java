package dev.canary.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DelayTest {

  private static Delay delay(Calibration captures, Set<Lane> lanes) {
    return Delay.of(evidence(captures, lanes), Simulated.TEN_SECONDS);
  }

  private static Evidence evidence(Calibration captures, Set<Lane> lanes) {
    return Evidence.of(captures, Budget.DEFAULT.whole(), "w").with(lanes);
  }

  @ParameterizedTest
  @CsvSource({
    // captures, runs from no evidence, and runs from M = 1 as in the table of statistics.md 2.4
    "20, 12, 12",
    "50, 8, 7",
    "100, 6, 6",
    "300, 4, 4",
    "1000, 3, 3",
    "10000, 2, 2"
  })
  void oneScoreAndOneLaneAlertAsQuicklyAsTheTableSays(int captures, int runs, int fromOne) {
    Evidence evidence = evidence(Simulated.burst(captures, Set.of(Score.MAX)), Set.of(Lane.FAST));
    Delay delay = Delay.of(evidence, Simulated.TEN_SECONDS);
    assertThat(delay.everyRun(evidence.start(), Set.of(Score.MAX))).hasValue(runs);
    double[] numbers = evidence.start().toNumbers();
    Arrays.fill(numbers, Slots.FAST, Slots.FAST + Slots.BETS, -Math.log(777_600 * Slots.BETS));
    assertThat(delay.everyRun(EvidenceState.of(numbers), Set.of(Score.MAX))).hasValue(fromOne);
  }

  @ParameterizedTest
  @CsvSource({
    // statistics.md 2.4, last column, to a tenth; by chance, so that the means differ somewhat
    "20, 121",
    "50, 32",
    "100, 21",
    "300, 11",
    "1000, 8",
    "10000, 5"
  })
  void halfOfTheRunsAreEnoughForLater(int captures, int runs) {
    Evidence evidence = evidence(Simulated.burst(captures, Set.of(Score.MAX)), Set.of(Lane.FAST));
    Delay delay = Delay.of(evidence, Simulated.TEN_SECONDS);
    double mean = delay.someRuns(evidence.start(), Set.of(Score.MAX), .5, 400, 1);
    assertThat(mean).isBetween(.8 * runs, 1.2 * runs + .5);
  }

  @ParameterizedTest
  @CsvSource({
    // statistics.md, "what the budget covers": about 31, then 16, 7, 4, 3 at most
    "10, 31",
    "20, 16",
    "100, 7",
    "1000, 4",
    "10000, 3"
  })
  void allScoresAndTheLanesOfAFixedReferenceKeepToTheDelaysOfTheSpecification(
      int captures, int runs) {
    Evidence evidence = evidence(Simulated.spread(captures, Score.ALL), Lane.FIXED_REFERENCE);
    Delay delay = Delay.of(evidence, Simulated.TEN_SECONDS);
    assertThat(delay.everyRun(evidence.start(), Score.ALL).orElseThrow()).isLessThanOrEqualTo(runs);
    EvidenceState healthy = delay.healthy(3_000, 5);
    assertThat(healthy.runs()).isEqualTo(3_000);
    assertThat(delay.everyRun(healthy, Score.ALL).orElseThrow()).isLessThanOrEqualTo(runs);
  }

  @Test
  void moreCapturesAndMoreScoresThatExceedNeverDelay() {
    int before = Delay.MOST_RUNS;
    for (int captures : new int[] {5, 10, 20, 40, 100, 400}) {
      Evidence evidence = evidence(Simulated.burst(captures, Score.ALL), Lane.ALL);
      Delay delay = Delay.of(evidence, Simulated.TEN_SECONDS);
      int all = delay.everyRun(evidence.start(), Score.ALL).orElseThrow();
      int one = delay.everyRun(evidence.start(), Set.of(Score.MAX)).orElseThrow();
      assertThat(all).isLessThanOrEqualTo(one).isLessThanOrEqualTo(before);
      before = all;
    }
  }

  @Test
  void aShareOfOneIsEveryRun() {
    Evidence evidence = evidence(Simulated.burst(100, Score.ALL), Lane.ALL);
    Delay delay = Delay.of(evidence, Simulated.TEN_SECONDS);
    assertThat(delay.someRuns(evidence.start(), Score.ALL, 1, 3, 1))
        .isEqualTo(delay.everyRun(evidence.start(), Score.ALL).orElseThrow());
  }

  @Test
  void runsThatDoNotExceedNeverAlert() {
    Evidence evidence = evidence(Simulated.burst(100, Score.ALL), Lane.ALL);
    Delay delay = Delay.of(evidence, Simulated.TEN_SECONDS);
    assertThat(delay.everyRun(evidence.start(), Set.of())).isEmpty();
  }

  @Test
  void whatHasNoAnswerIsRefused() {
    Delay none = delay(Simulated.burst(0, Score.ALL), Lane.ALL);
    assertThatThrownBy(() -> none.healthy(1, 1)).hasMessageContaining("no capture");
    Evidence evidence = evidence(Simulated.burst(100, Score.ALL), Lane.ALL);
    Delay delay = Delay.of(evidence, Simulated.TEN_SECONDS);
    assertThatThrownBy(() -> delay.someRuns(evidence.start(), Score.ALL, 0, 1, 1))
        .hasMessageStartingWith("share is 0.0 and repeats is 1");
  }
}

package dev.canary.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.canary.baseline.SuiteScores;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class BettingLaneTest {

  private static final Calibration CAPTURES = Simulated.spread(100, Score.VALUES);
  private static final BettingLane LANE = BettingLane.of(CAPTURES, 1e-4).orElseThrow();
  private static final double MEAN = LANE.bound().mean();
  private static final double CAP = LANE.bound().cap();

  @Test
  void theCapComesFromAFifthOfTheCapturesAndTheBoundFromTheRest() {
    double[] rms = CAPTURES.heldOut().stream().mapToDouble(SuiteScores::rms).toArray();
    double largest = Arrays.stream(rms, 0, 20).max().orElseThrow();
    double mean =
        Arrays.stream(rms, 20, 100).map(s -> Math.min(1, s / CAP)).average().orElseThrow();
    assertThat(CAP).isEqualTo(3 * largest);
    assertThat(MEAN).isBetween(mean, mean + .12);
  }

  @Test
  void aScoreAtTheBoundSaysNothing() {
    double[] numbers = empty();
    LANE.bet(numbers, scores(MEAN * CAP), 0, 1);
    assertThat(m(numbers)).isCloseTo(1, within(1e-12));
  }

  @Test
  void theMeanOfEIsOneForCoinsWithTheBoundAsTheirMean() {
    double mean = MEAN * after(1e9) + (1 - MEAN) * after(0);
    assertThat(mean).isCloseTo(1, within(1e-12));
  }

  @Test
  void lowScoresLoseAndHighOnesWin() {
    double[] numbers = empty();
    double before = Double.POSITIVE_INFINITY;
    for (int run = 0; run < 10; run++) {
      LANE.bet(numbers, scores(0), run == 0 ? 0 : Double.NEGATIVE_INFINITY, 1);
      assertThat(m(numbers)).isLessThan(before);
      before = m(numbers);
    }
    assertThat(after(1.5 * MEAN * CAP)).isGreaterThan(1);
  }

  @Test
  void aMovementInsideTheClassNeverWins() {
    List<SuiteScores> quiet = Collections.nCopies(10_000, new SuiteScores(.1, .01, 0));
    BettingLane lane = BettingLane.of(Calibration.of(Score.VALUES, quiet), 1e-4).orElseThrow();
    assertThat(lane.bound()).isEqualTo(new MeanBound(3, 1 / 3.));
    double[] numbers = empty();
    lane.bet(numbers, scores(1), 0, 1);
    assertThat(m(numbers)).isLessThanOrEqualTo(1);
  }

  @Test
  void aSmallShiftThatNoExceedanceSeesBecomesAnAlert() {
    // S_rms 25 % above its mean, well inside its range: found by this lane alone
    Calibration thousand =
        Simulated.burst(1_000, Score.VALUES).with(new Decorrelation.Spread(Duration.ofMinutes(5)));
    Evidence evidence =
        Evidence.of(thousand, Budget.DEFAULT.whole(), "w").with(Lane.FIXED_REFERENCE);
    SuiteScores drifted = new SuiteScores(2, 1.16 * 1.25, 0);
    int most = 60_000;
    assertThat(
            evidence.runsToAlert(
                evidence.start(), drifted, Simulated.TEN_SECONDS, Simulated.TEN_SECONDS, most))
        .isPresent();
    assertThat(
            evidence
                .with(Collections.singleton(Lane.FAST))
                .runsToAlert(
                    evidence.start(), drifted, Simulated.TEN_SECONDS, Simulated.TEN_SECONDS, most))
        .isEmpty();
  }

  private static double after(double rms) {
    double[] numbers = empty();
    LANE.bet(numbers, scores(rms), 0, 1);
    return m(numbers);
  }

  private static double[] empty() {
    double[] numbers = new double[Slots.LENGTH];
    Arrays.fill(numbers, Slots.LOGS, Slots.LOGS_END, Double.NEGATIVE_INFINITY);
    return numbers;
  }

  private static double[] scores(double rms) {
    return new double[] {0, rms, 0};
  }

  private static double m(double[] numbers) {
    return Math.exp(numbers[Slots.TOTAL_BETTING]);
  }
}

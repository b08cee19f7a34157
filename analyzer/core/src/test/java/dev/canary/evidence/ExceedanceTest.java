package dev.canary.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.canary.baseline.SuiteScores;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExceedanceTest {

  /** 100 captures: S_max 0.02 to 2, S_rms 0.005 to 0.5, two of them with labels that differ. */
  private static final Calibration CAPTURES =
      Calibration.of(
          Score.ALL,
          IntStream.rangeClosed(1, 100)
              .mapToObj(i -> new SuiteScores(i / 50., i / 200., i > 98 ? 2 : 0))
              .toList());

  @ParameterizedTest
  @CsvSource({
    "MAX, 1, 3, 6.0", // 3 x the largest
    "MAX, 5, 1, 1.92", // the fifth largest
    "MAX, 80, 1, 1.0", // inside the class no movement is an exceedance
    "RMS, 1, 3, 3.0", // nor a multiple of one
    "LABELS, 1, 3, 6.0",
    "LABELS, 5, 1, 0.0", // labels have no class
  })
  void theLimitIsAMultipleOfACapturedScoreOrOfTheFloor(
      Score score, int k, double margin, double limit) {
    assertThat(Exceedance.of(CAPTURES, score, k, margin, 1e-3).limit()).isEqualTo(limit);
  }

  @Test
  void qIsTheBoundOnItsRank() {
    assertThat(Exceedance.of(CAPTURES, Score.MAX, 1, 3, 1e-3).q()).isCloseTo(.066746, within(1e-6));
    assertThat(Exceedance.of(CAPTURES, Score.MAX, 5, 1, 1e-3).q()).isCloseTo(.140165, within(1e-6));
  }

  @Test
  void onlyBetsAboveQAreMade() {
    // statistics.md 2.4: q = 0.29205 at R = 20, so that pi = 0.2 would pay for staying below
    Calibration twenty = Calibration.of(Set.of(Score.MAX), CAPTURES.heldOut().subList(0, 20));
    assertThat(Exceedance.of(twenty, Score.MAX, 1, 3, 1e-3).bets()).isEqualTo(3);
    assertThat(Exceedance.of(CAPTURES, Score.MAX, 1, 3, 1e-3).bets()).isEqualTo(4);
    Calibration one = Calibration.of(Set.of(Score.MAX), CAPTURES.heldOut().subList(0, 1));
    assertThat(Exceedance.of(one, Score.MAX, 1, 3, 1e-3).bets()).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, .01, .05, .066, 1})
  void theMeanOfEIsOneAtQAndLessBelow(double ofQ) {
    Exceedance bet = Exceedance.of(CAPTURES, Score.MAX, 1, 3, 1e-3);
    double chance = ofQ * bet.q();
    double won = m(bet, bet.limit() + 1);
    double lost = m(bet, bet.limit());
    double mean = chance * won + (1 - chance) * lost;
    if (ofQ == 1) {
      assertThat(mean).isCloseTo(1, within(1e-13));
    } else {
      assertThat(mean).isLessThan(1);
    }
  }

  @Test
  void theEValuesThatAreToldAreThoseThatAreBet() {
    Exceedance bet = Exceedance.of(CAPTURES, Score.MAX, 1, 3, 1e-3);
    for (double score : new double[] {0, bet.limit(), bet.limit() + 1}) {
      double mean = Arrays.stream(bet.eValues(score)).average().orElseThrow();
      assertThat(mean).isCloseTo(m(bet, score), within(1e-12 * mean));
    }
    assertThat(bet.eValues(bet.limit() + 1)).hasSize(bet.bets());
  }

  @Test
  void aScoreOfZeroLosesLikeAnyOther() {
    Exceedance bet = Exceedance.of(CAPTURES, Score.MAX, 1, 3, 1e-3);
    assertThat(m(bet, 0)).isEqualTo(m(bet, bet.limit())).isLessThan(1);
  }

  /** M after one run with a deposit of 1: the mean of e over the bets. */
  private static double m(Exceedance bet, double score) {
    ExceedanceLane lane = new ExceedanceLane(List.of(bet), 1, Slots.FAST, 1, Slots.TOTAL_FAST);
    double[] numbers = new double[Slots.LENGTH];
    Arrays.fill(numbers, Slots.LOGS, Slots.LOGS_END, Double.NEGATIVE_INFINITY);
    lane.bet(numbers, new double[] {score, 0, 0}, 0, 1);
    return Math.exp(numbers[Slots.TOTAL_FAST]);
  }
}

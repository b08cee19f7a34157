package dev.canary.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.canary.baseline.SuiteScores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrowingLaneTest {

  private static final GrowingLane LANE = new GrowingLane(Set.of(Score.MAX), 1, 1);

  @ParameterizedTest
  @CsvSource({
    "MAX, 0, 0",
    "MAX, 0.24, 0",
    "MAX, 0.2501, 1", // 2^-2
    "RMS, 0.9999, 16",
    "RMS, 1, 17",
    "RMS, 1.0905, 17",
    "RMS, 1.0906, 18", // 2^(1/8) = 1.09051
    "RMS, 2, 25",
    "MAX, 53, 62",
    "MAX, 54, 63", // 2^5.75 = 53.8
    "MAX, 1e300, 63",
    "LABELS, 0, 0",
    "LABELS, 5, 5",
    "LABELS, 1000, 63",
  })
  void binsAreAFixedMap(Score score, double value, int bin) {
    assertThat(GrowingLane.bin(score, value)).isEqualTo(bin);
  }

  @Test
  void inEveryOrderOfDifferentScoresTheRanksAreUniform() {
    // 5 scores in 5 bins: over all orders, the last is in each of the fifths equally often
    int[] inFifth = new int[5];
    for (List<Double> order : orders(List.of(.1, 1.0, 2.0, 4.0, 8.0))) {
      double p = rankOfLast(order);
      inFifth[(int) (5 * p)]++;
    }
    assertThat(inFifth).containsOnly(24);
  }

  @Test
  void amongEqualScoresTheRankIsTheta() {
    SplittableRandom chance = new SplittableRandom(4);
    double[] numbers = new double[Slots.LENGTH];
    int n = 20_000;
    int[] inTenth = new int[10];
    double sum = 0;
    double before = .5;
    double together = 0;
    for (int i = 0; i < n; i++) {
      numbers[Slots.THINNED_BETS] = i;
      double p = LANE.rank(numbers, Score.MAX, chance.nextInt(2)).p();
      inTenth[(int) (10 * p)]++;
      sum += p;
      together += (p - .5) * (before - .5);
      before = p;
    }
    // four standard deviations each
    assertThat(sum / n).isCloseTo(.5, within(4 / Math.sqrt(12.0 * n)));
    assertThat(12 * together / n).isCloseTo(0, within(4 / Math.sqrt(n)));
    assertThat(inTenth).matches(all -> Arrays.stream(all).allMatch(c -> Math.abs(c - 2_000) < 170));
  }

  @Test
  void theReferenceStartsWithTheCapturesAndGrows() {
    Evidence evidence = Simulated.everyRun(30);
    EvidenceState state = evidence.start();
    assertThat(count(state, Score.RMS)).isEqualTo(30);
    EvidenceStepper stepper = evidence.stepper(state);
    for (SuiteScores run : Simulated.captures(50, 2)) {
      stepper.step(run, Simulated.TEN_SECONDS, Simulated.TEN_SECONDS);
    }
    for (Score score : Score.ALL) {
      assertThat(count(stepper.state(), score)).isEqualTo(80);
    }
  }

  @Test
  void anotherSeedDrawsAnotherTheta() {
    GrowingLane other = new GrowingLane(Set.of(Score.MAX), 2, 1);
    assertThat(other.rank(new double[Slots.LENGTH], Score.MAX, 1))
        .isNotEqualTo(LANE.rank(new double[Slots.LENGTH], Score.MAX, 1));
  }

  private static double rankOfLast(List<Double> scores) {
    double[] numbers = new double[Slots.LENGTH];
    double p = 0;
    for (double score : scores) {
      p = LANE.rank(numbers, Score.MAX, score).p();
    }
    return p;
  }

  private static double count(EvidenceState state, Score score) {
    double[] numbers = state.toNumbers();
    double count = 0;
    for (int i = 0; i < GrowingLane.BINS; i++) {
      count += numbers[Slots.COUNTS + score.index() * GrowingLane.BINS + i];
    }
    return count;
  }

  private static List<List<Double>> orders(List<Double> values) {
    if (values.isEmpty()) {
      return List.of(List.of());
    }
    List<List<Double>> all = new ArrayList<>();
    for (Double first : values) {
      List<Double> rest = new ArrayList<>(values);
      rest.remove(first);
      for (List<Double> tail : orders(rest)) {
        List<Double> order = new ArrayList<>(List.of(first));
        order.addAll(tail);
        all.add(order);
      }
    }
    return all;
  }
}

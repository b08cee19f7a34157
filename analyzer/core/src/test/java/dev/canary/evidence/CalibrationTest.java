package dev.canary.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.canary.baseline.SuiteScores;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CalibrationTest {

  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

  /** x of AutocorrelationTest: lag-1 autocorrelation 0.0274865 by R. */
  private static final double[] UNRELATED = {1, 3, 2, 5, 4, 6.5, 7, 3, 2, 8};

  private static List<SuiteScores> rms(double... values) {
    return IntStream.range(0, values.length)
        .mapToObj(i -> new SuiteScores(2, values[i], 0))
        .toList();
  }

  private static List<Instant> every(Duration gap, int captures) {
    return IntStream.range(0, captures).mapToObj(i -> START.plus(gap.multipliedBy(i))).toList();
  }

  @Test
  void unrelatedCapturesAreOneGapFromForgetting() {
    Calibration c = Calibration.of(Score.VALUES, rms(UNRELATED), every(Duration.ofMinutes(30), 10));
    assertThat(c.lag1()).isCloseTo(0.02748652621264085, within(1e-14));
    assertThat(c.isCorrelated()).isFalse();
    assertThat(c.decorrelation()).isEqualTo(new Decorrelation.Spread(Duration.ofMinutes(30)));
  }

  @Test
  void relatedCapturesTakeAsManyGapsAsTheirCorrelationNeedsToFade() {
    double[] slow =
        IntStream.range(0, 40).mapToDouble(i -> Math.sin(i / 3.)).map(s -> s + 2).toArray();
    Calibration c = Calibration.of(Score.VALUES, rms(slow), every(Duration.ofMinutes(10), 40));
    // lag-1 autocorrelation by NumPy 2.4.6
    assertThat(c.lag1()).isCloseTo(0.9375397567251654, within(1e-12));
    assertThat(c.isCorrelated()).isTrue();
    Duration time = ((Decorrelation.Spread) c.decorrelation()).time();
    assertThat(time.toMillis() / 600e3).isCloseTo(Math.log(.05) / Math.log(c.lag1()), within(1e-5));
  }

  @Test
  void theWorstScoreInUseDecides() {
    List<SuiteScores> heldOut =
        IntStream.range(0, 20).mapToObj(i -> new SuiteScores(i % 2 + 1, 1, i)).toList();
    assertThat(Calibration.of(Score.VALUES, heldOut).lag1()).isZero();
    assertThat(Calibration.of(Score.ALL, heldOut).lag1()).isGreaterThan(.8);
    assertThat(Calibration.of(Set.of(Score.MAX), heldOut).lag1()).isLessThan(-.9);
  }

  @Test
  void capturesAreTakenInTheOrderOfTime() {
    List<SuiteScores> inOrder = rms(UNRELATED);
    List<Instant> instants = every(Duration.ofHours(1), 10);
    List<Integer> order = new ArrayList<>(IntStream.range(0, 10).boxed().toList());
    Collections.shuffle(order, new Random(1));
    Calibration c =
        Calibration.of(
            Score.VALUES,
            order.stream().map(inOrder::get).toList(),
            order.stream().map(instants::get).toList());
    assertThat(c.heldOut()).isEqualTo(inOrder);
    assertThat(c.sorted(Score.RMS)).containsExactly(1, 2, 2, 3, 3, 4, 5, 6.5, 7, 8);
    assertThat(c.captures()).isEqualTo(10);
  }

  @Test
  void capturesOfLessThanAnHourOrOfUnknownTimesAreABurst() {
    List<SuiteScores> heldOut = rms(UNRELATED);
    Decorrelation burst = new Decorrelation.Burst();
    assertThat(Calibration.of(Score.VALUES, heldOut).decorrelation()).isEqualTo(burst);
    assertThat(decorrelation(heldOut, every(Duration.ofSeconds(399), 10))).isEqualTo(burst);
    assertThat(decorrelation(heldOut, every(Duration.ofSeconds(400), 10))).isNotEqualTo(burst);
    List<Instant> twice = new ArrayList<>(every(Duration.ofHours(1), 10));
    twice.set(4, twice.get(5));
    assertThat(decorrelation(heldOut, twice)).isEqualTo(burst);
    assertThat(decorrelation(rms(1), every(Duration.ofHours(1), 1))).isEqualTo(burst);
    assertThat(decorrelation(rms(), List.of())).isEqualTo(burst);
  }

  @Test
  void aTimeThatIsKnownFromElsewhereIsTaken() {
    Decorrelation known = new Decorrelation.Spread(Duration.ofSeconds(290));
    Calibration c = Calibration.of(Score.VALUES, rms(UNRELATED)).with(known);
    assertThat(c.decorrelation()).isEqualTo(known);
    assertThat(c.lag1()).isCloseTo(0.02748652621264085, within(1e-14));
  }

  @Test
  void scoresThatAreNoScoresAreRefused() {
    assertThatThrownBy(() -> Calibration.of(Score.VALUES, rms(1, Double.NaN)))
        .hasMessage("heldOut[1] has RMS NaN: scores must be finite and not negative");
    assertThatThrownBy(() -> Calibration.of(Score.VALUES, rms(-1)))
        .hasMessage("heldOut[0] has RMS -1.0: scores must be finite and not negative");
    assertThatThrownBy(() -> Calibration.of(Set.of(), rms(1)))
        .hasMessage("scores is empty: evidence needs at least one");
    assertThatThrownBy(() -> decorrelation(rms(1), List.of()))
        .hasMessage("there are 1 captures and 0 instants");
    assertThatThrownBy(() -> Calibration.of(Score.VALUES, rms(1)).sorted(Score.LABELS))
        .hasMessage("LABELS is not in use, only [MAX, RMS] are");
  }

  private static Decorrelation decorrelation(List<SuiteScores> heldOut, List<Instant> takenAt) {
    return Calibration.of(Score.VALUES, heldOut, takenAt).decorrelation();
  }
}

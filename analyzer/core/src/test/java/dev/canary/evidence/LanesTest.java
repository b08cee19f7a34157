package dev.canary.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.canary.stats.ToleranceBound;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanesTest {

  private static final double DELTA = 1e-3;

  private static Lanes lanes(Calibration calibration, Set<Lane> wanted) {
    return Lanes.of(calibration, DELTA, 1, wanted);
  }

  @Test
  void allLanesAreOnAfterCapturesThatWereSpread() {
    Lanes lanes = lanes(Simulated.spread(100, Score.ALL), Lane.ALL);
    assertThat(lanes.on()).isEqualTo(Lane.ALL);
    assertThat(lanes.weight(Lane.FAST).orElseThrow()).isCloseTo(.6, within(1e-15));
    assertThat(lanes.weight(Lane.SLOW).orElseThrow()).isCloseTo(.15, within(1e-15));
    assertThat(lanes.weight(Lane.BETTING).orElseThrow()).isCloseTo(.1, within(1e-15));
    assertThat(lanes.weight(Lane.GROWING).orElseThrow()).isCloseTo(.15, within(1e-15));
    assertThat(lanes.thinning()).contains(Duration.ofMinutes(5));
  }

  @Test
  void lanesThatAreOffGiveTheirWeightToTheOthers() {
    Lanes lanes = lanes(Simulated.spread(100, Score.ALL), EnumSet.of(Lane.FAST, Lane.GROWING));
    assertThat(lanes.weight(Lane.FAST).orElseThrow()).isCloseTo(.8, within(1e-15));
    assertThat(lanes.weight(Lane.GROWING).orElseThrow()).isCloseTo(.2, within(1e-15));
    assertThat(lanes.weight(Lane.SLOW)).isEmpty();
  }

  @Test
  void afterABurstOnlyTheFastLaneIsOn() {
    Lanes lanes = lanes(Simulated.burst(100, Score.ALL), Lane.ALL);
    assertThat(lanes.on()).containsExactly(Lane.FAST);
    assertThat(lanes.weight(Lane.FAST)).contains(1.0);
    assertThat(lanes.thinning()).isEmpty();
    assertThat(lanes.slow()).isEmpty();
    assertThat(lanes.betting()).isEmpty();
  }

  @Test
  void labelsAloneHaveNoMeanToBetOn() {
    Lanes lanes = lanes(Simulated.spread(100, Score.LABELS_ONLY), Lane.ALL);
    assertThat(lanes.on()).containsExactly(Lane.FAST, Lane.SLOW, Lane.GROWING);
  }

  @Test
  void withoutCapturesThereIsNoLane() {
    Lanes lanes = lanes(Simulated.burst(0, Score.ALL), Lane.ALL);
    assertThat(lanes.on()).isEmpty();
  }

  @Test
  void capturesTooFewForAnyBetLeaveTheLaneOff() {
    // q = 1 - (1e-3 / 3)^(1/1) is above 0.99
    assertThat(lanes(Simulated.burst(1, Score.ALL), Lane.ALL).on()).isEmpty();
    // three captures: q = 0.93, so that only pi = 0.99 pays
    List<Exceedance> fast = lanes(Simulated.burst(3, Score.ALL), Lane.ALL).fast();
    assertThat(fast).hasSize(3).allMatch(bet -> bet.bets() == 1);
  }

  @ParameterizedTest
  @CsvSource({
    // captures, the two ranks of the slow lane, and how many bounds share delta: three scores times
    // the ranks that differ, and the mean
    "100, 5, 20, 10",
    "1000, 50, 200, 10",
    "20, 1, 4, 7",
    "30, 1, 6, 7",
  })
  void deltaIsSharedByAllThatCapturesBound(int captures, int first, int second, int bounds) {
    Lanes lanes = lanes(Simulated.spread(captures, Score.ALL), Lane.ALL);
    assertThat(lanes.fast()).allMatch(bet -> bet.k() == 1 && bet.margin() == 3).hasSize(3);
    assertThat(lanes.slow())
        .allMatch(bet -> bet.k() == first || bet.k() == second)
        .allMatch(bet -> bet.margin() == 1)
        .allMatch(bet -> bet.q() == ToleranceBound.of(captures, bet.k(), DELTA / bounds))
        .hasSize(6);
    assertThat(lanes.fast())
        .allMatch(bet -> bet.q() == ToleranceBound.of(captures, 1, DELTA / bounds));
  }
}

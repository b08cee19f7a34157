package dev.canary.stats;

import static dev.canary.stats.Vectors.generate;
import static dev.canary.stats.Vectors.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ConformalPValueTest {

  private static final double[] CAPTURES = generate(20, i -> i);

  @Test
  void aScoreBeyondAllCapturesHasTheSmallestValue() {
    assertThat(ConformalPValue.of(CAPTURES, 19.5).pValue()).isEqualTo(1 / 21.);
    assertThat(ConformalPValue.of(CAPTURES, 1e300).pValue()).isEqualTo(1 / 21.);
  }

  @Test
  void aScoreBelowAllCapturesHasTheValueOne() {
    assertThat(ConformalPValue.of(CAPTURES, -1).pValue()).isEqualTo(1);
  }

  @Test
  void tiesCountAgainstTheScore() {
    assertThat(ConformalPValue.of(CAPTURES, 19)).isEqualTo(new ConformalPValue(19, 1, 20));
    assertThat(ConformalPValue.of(values(0, 0, 0), 0).pValue()).isEqualTo(1);
  }

  @Test
  void theOrderOfCapturesPlaysNoPart() {
    assertThat(ConformalPValue.of(values(3, 1, 2), 2))
        .isEqualTo(ConformalPValue.of(values(1, 2, 3), 2));
  }

  @Test
  void eachCaptureAmongTheOthersGivesEachValueOnce() {
    for (int i = 0; i <= 20; i++) {
      assertThat(ConformalPValue.of(CAPTURES, 19.5 - i).pValue()).isEqualTo((1 + i) / 21.);
    }
  }

  @Test
  void impossibleArgumentsAreRefused() {
    assertThatThrownBy(() -> ConformalPValue.of(values(), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("captures is empty");
    assertThatThrownBy(() -> ConformalPValue.of(values(1), Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("score is NaN: it must be finite");
    assertThatThrownBy(() -> new ConformalPValue(1, 3, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("atLeast is 3 of 2 captures");
  }
}

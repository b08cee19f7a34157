package dev.canary.stats;

import static dev.canary.stats.Vectors.generate;
import static dev.canary.stats.Vectors.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LinearTrendTest {

  @Test
  void slopeAndIntervalAreThoseOfScipyAndR() {
    // linregress and t.ppf of scipy 1.17.1; confint(lm(y ~ t)) of R 4.2.2 agrees
    LinearTrend trend =
        LinearTrend.of(values(0, 1, 2, 4, 7, 9), values(1, 1.2, 1.1, 1.6, 2.1, 2.2), .95);
    assertThat(trend.slope()).isCloseTo(0.1437665782493369, within(1e-14));
    assertThat(trend.low()).isCloseTo(0.10282854440566763, within(1e-11));
    assertThat(trend.high()).isCloseTo(0.18470461209300615, within(1e-11));
  }

  @Test
  void threePointsAreEnough() {
    LinearTrend trend = LinearTrend.of(values(0, 1, 2), values(1, 1.2, 1.1), .9);
    assertThat(trend.slope()).isCloseTo(.05, within(1e-14));
    assertThat(trend.low()).isCloseTo(-0.49678692048910555, within(1e-10));
    assertThat(trend.high()).isCloseTo(0.5967869204891056, within(1e-10));
  }

  @Test
  void aConstantHasNoSlopeAndNoDoubt() {
    assertThat(LinearTrend.of(values(0, 1, 2, 3), generate(4, i -> 5), .95))
        .isEqualTo(new LinearTrend(0, 0, 0));
  }

  @Test
  void pointsThatShowNoTrendAreRefused() {
    assertThatThrownBy(() -> LinearTrend.of(values(0, 1), values(0, 1), .95))
        .hasMessage("a trend needs at least 3 points, found 2");
    assertThatThrownBy(() -> LinearTrend.of(values(2, 2, 2), values(0, 1, 2), .95))
        .hasMessage("all x are 2.0: a trend needs two at least");
    assertThatThrownBy(() -> LinearTrend.of(values(0, 1, 2), values(0, 1, 2), 1))
        .hasMessage("confidence is 1.0: it must lie in (0, 1)");
    assertThatThrownBy(() -> LinearTrend.of(values(0, 1, 2), values(0, 1), .95))
        .hasMessageContaining("3 values");
    assertThatThrownBy(() -> LinearTrend.of(values(0, 1, 2), values(0, Double.NaN, 1), .95))
        .hasMessage("y[1] is NaN: samples must be finite");
  }
}

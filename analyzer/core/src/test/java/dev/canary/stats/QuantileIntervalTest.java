package dev.canary.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantileIntervalTest {

  /** By exact sums of the binomial in rational numbers (Python's fractions). */
  @ParameterizedTest
  @CsvSource({
    "6,   .5,  1,  6",
    "8,   .5,  1,  8",
    "9,   .5,  2,  8",
    "20,  .5,  6,  15",
    "100, .5,  40, 61",
  })
  void itTakesTheOrderStatisticsOfTheSignTest(int n, double p, double low, double high) {
    double[] values = IntStream.rangeClosed(1, n).asDoubleStream().toArray();

    assertThat(QuantileInterval.of(values, p, .95)).isEqualTo(new QuantileInterval(low, high));
  }

  @Test
  void withFewValuesABoundIsInfinite() {
    double[] five = {3, 1, 2, 5, 4};

    assertThat(QuantileInterval.of(five, .5, .95))
        .isEqualTo(new QuantileInterval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
    assertThat(QuantileInterval.of(five, .95, .95).high()).isInfinite();
    assertThat(QuantileInterval.of(five, .95, .95).low()).isEqualTo(4);
  }

  /** 4,000 samples of each size, seed 1. */
  @ParameterizedTest
  @CsvSource({"7, .5", "50, .5", "50, .95", "400, .95"})
  void itHoldsTheQuantileAsOftenAsItSays(int n, double p) {
    Random random = new Random(1);
    double quantile = -Math.log1p(-p);
    int held = 0;
    for (int i = 0; i < 4000; i++) {
      double[] sample =
          IntStream.range(0, n).mapToDouble(k -> -Math.log(random.nextDouble())).toArray();
      QuantileInterval interval = QuantileInterval.of(sample, p, .95);
      held += interval.low() <= quantile && quantile <= interval.high() ? 1 : 0;
    }
    assertThat(held / 4000.).isGreaterThan(.94);
  }

  @Test
  void whatCannotBeIsRefused() {
    double[] one = {1};
    assertThatThrownBy(() -> QuantileInterval.of(one, 1, .95))
        .hasMessage("probability is 1.0: it must lie in (0, 1)");
    assertThatThrownBy(() -> QuantileInterval.of(one, .5, 0))
        .hasMessage("confidence is 0.0: it must lie in (0, 1)");
    assertThatThrownBy(() -> QuantileInterval.of(new double[0], .5, .95))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

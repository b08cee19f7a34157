package dev.canary.stats;

import static dev.canary.stats.Vectors.generate;
import static dev.canary.stats.Vectors.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Median} and {@link Quantiles}. */
class OrderStatisticsTest {

  @ParameterizedTest
  @CsvSource({
    // numpy 2 beside scipy 1.17.1: quantile((7919 i mod 1009) / 1009 for i < 37)
    "0, 0",
    "0.1, 0.10743310208126859",
    "0.25, 0.2705649157581764",
    "0.5, 0.5411298315163529",
    "0.9, 0.8886025768087215",
    "1, 0.9960356788899901"
  })
  void quantilesAgreeWithNumPy(double probability, double expected) {
    double[] values = generate(37, i -> (7919 * i % 1009) / 1009.);
    assertThat(Quantiles.of(values, probability)).isCloseTo(expected, within(1e-15));
  }

  @Test
  void theMedianIsTheMiddle() {
    assertThat(Median.of(values(3))).isEqualTo(3);
    assertThat(Median.of(values(3, 1))).isEqualTo(2);
    assertThat(Median.of(values(3, 1, 2))).isEqualTo(2);
    assertThat(Median.of(Vectors.a())).isEqualTo(45);
    assertThat(Median.of(values(-0.0, 0.0, -0.0))).isEqualTo(0.0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 10, 23, 24, 25, 26, 1000, 1001})
  void theMedianIsTheQuantileAtOneHalf(int length) {
    double[] values = generate(length, i -> (7919 * i % 1009));
    assertThat(Median.of(values)).isEqualTo(Quantiles.of(values, .5));
  }

  @Test
  void theArgumentStaysAsItIs() {
    double[] values = {3, 1, 2};
    Median.of(values);
    Quantiles.of(values, .5);
    assertThat(values).containsExactly(3, 1, 2);
  }

  @Test
  void theLargestValuesDoNotOverflow() {
    double[] values = new double[4];
    Arrays.fill(values, Double.MAX_VALUE);
    assertThat(Median.of(values)).isEqualTo(Double.MAX_VALUE);
    double[] ends = {-Double.MAX_VALUE, Double.MAX_VALUE};
    assertThat(Median.of(ends)).isEqualTo(0);
    assertThat(Quantiles.of(ends, .75)).isCloseTo(Double.MAX_VALUE / 2, withinPercentage(1e-13));
  }

  @Test
  void impossibleArgumentsAreRefused() {
    assertThatThrownBy(() -> Median.of(values()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("values is empty");
    assertThatThrownBy(() -> Median.of(values(1, Double.NaN)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("values[1] is NaN: samples must be finite");
    assertThatThrownBy(() -> Quantiles.of(values(1), 1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("probability is 1.5: it must lie in [0, 1]");
    assertThatThrownBy(() -> Quantiles.of(values(1), Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

package dev.canary.stats;

import static dev.canary.stats.Vectors.generate;
import static dev.canary.stats.Vectors.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AutocorrelationTest {

  private static final double[] X = values(1, 3, 2, 5, 4, 6.5, 7, 3, 2, 8);

  @Test
  void isThatOfR() {
    // acf(x)$acf[2] of R 4.2.2
    assertThat(Autocorrelation.lag1(X)).isCloseTo(0.02748652621264085, within(1e-15));
  }

  @Test
  void neitherUnitNorOriginMatters() {
    for (double unit : values(1e-300, -3, 1e300)) {
      assertThat(Autocorrelation.lag1(generate(10, i -> unit * X[i])))
          .isCloseTo(0.02748652621264085, within(1e-14));
    }
    assertThat(Autocorrelation.lag1(generate(10, i -> X[i] + 100)))
        .isCloseTo(0.02748652621264085, within(1e-13));
  }

  @Test
  void alternationIsNegativeAndSlowChangePositive() {
    assertThat(Autocorrelation.lag1(generate(100, i -> i % 2))).isLessThan(-.98);
    assertThat(Autocorrelation.lag1(generate(100, i -> i))).isGreaterThan(.95);
  }

  @Test
  void constantValuesAndOneAloneShowNone() {
    assertThat(Autocorrelation.lag1(generate(7, i -> .1))).isZero();
    assertThat(Autocorrelation.lag1(generate(7, i -> 0))).isZero();
    assertThat(Autocorrelation.lag1(values(3))).isZero();
  }

  @Test
  void nothingAndWhatIsNoNumberAreRefused() {
    assertThatThrownBy(() -> Autocorrelation.lag1(values())).hasMessageContaining("empty");
    assertThatThrownBy(() -> Autocorrelation.lag1(values(1, Double.NaN)))
        .hasMessage("values[1] is NaN: samples must be finite");
  }
}

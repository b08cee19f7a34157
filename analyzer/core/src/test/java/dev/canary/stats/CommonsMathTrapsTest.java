package dev.canary.stats;

import static dev.canary.stats.Vectors.repeat;
import static dev.canary.stats.Vectors.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Where the Kolmogorov-Smirnov test of Commons Math 3.6.1 misleads, and what ours says instead. */
class CommonsMathTrapsTest {

  private static final KolmogorovSmirnovTest OURS = KolmogorovSmirnovTest.withDefaults();

  private final org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest theirs =
      new org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest();

  @Test
  void theirPValueLeavesTheObservedStatisticOut() {
    double[] x = {1, 2, 3, 4, 5};
    double[] y = {4.5, 5.5, 6.5, 7.5, 8.5};
    // P(D > 0.8): only the two arrangements with D = 1 are left of twenty
    assertThat(theirs.kolmogorovSmirnovTest(x, y)).isCloseTo(2 / 252., within(1e-12));
    // P(D >= 0.8) as scipy 1.17.1
    assertThat(OURS.test(x, y).pValue()).isCloseTo(20 / 252., within(1e-15));
  }

  @Test
  void theyFindIdenticalSamplesSuspicious() {
    double[] constant = {1, 1, 1, 1, 1, 1};
    assertThat(theirs.kolmogorovSmirnovTest(constant, constant.clone())).isLessThan(.15);
    assertThat(OURS.test(constant, constant.clone()).pValue()).isEqualTo(1);
    double[] distinct = {1, 2, 3, 4, 5};
    assertThat(theirs.kolmogorovSmirnovTest(distinct, distinct.clone())).isLessThan(.9);
    assertThat(OURS.test(distinct, distinct.clone()).pValue()).isEqualTo(1);
  }

  @Test
  void theyAcceptNaN() {
    double[] x = {1, Double.NaN, 3};
    double[] y = {1, 2, 3};
    assertThat(theirs.kolmogorovSmirnovTest(x, y)).isBetween(0., 1.);
    assertThatThrownBy(() -> OURS.test(x, y))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("x[1] is NaN: samples must be finite");
  }

  @Test
  void theyBreakTiesByChance() {
    double[] x = repeat(0, 3, 1, 7);
    double[] y = repeat(0, 6, 1, 4);
    // D of the data is 0.3; 0.0524 is P(D >= 0.6), that of one random way to part equal values
    assertThat(theirs.kolmogorovSmirnovStatistic(x, y)).isCloseTo(.3, within(1e-15));
    assertThat(theirs.kolmogorovSmirnovTest(x, y)).isCloseTo(0.05244755244755239, within(1e-9));
    // all 184,756 arrangements enumerated in Python: 1553/4199
    assertThat(OURS.test(x, y).pValue()).isCloseTo(1553 / 4199., within(1e-14));
  }

  @Test
  void theyNeedTwoValues() {
    assertThatThrownBy(() -> theirs.kolmogorovSmirnovTest(values(1), values(1, 2)))
        .isInstanceOf(RuntimeException.class);
    assertThat(OURS.test(values(1), values(1, 2)).pValue()).isEqualTo(1);
  }
}

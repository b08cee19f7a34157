package dev.canary.stats;

import static dev.canary.stats.Vectors.repeat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/**
 * Where the Kolmogorov-Smirnov test of Commons Math misleads, and what ours says instead.
 *
 * <p>Their numbers are the answers of {@code kolmogorovSmirnovTest(x, y)} of commons-math3 3.6.1,
 * recorded rather than called, so that the module need not carry the library.
 */
class CommonsMathTrapsTest {

  private static final KolmogorovSmirnovTest OURS = KolmogorovSmirnovTest.withDefaults();

  @Test
  void theirPValueLeavesTheObservedStatisticOut() {
    double theirs = 0.007936507936507908;
    // P(D > 0.8): of 252 arrangements only the two with D = 1 are left
    assertThat(theirs).isCloseTo(2 / 252., within(1e-15));
    // P(D >= 0.8), as ks_2samp of scipy 1.17.1
    double[] x = {1, 2, 3, 4, 5};
    double[] y = {4.5, 5.5, 6.5, 7.5, 8.5};
    assertThat(OURS.test(x, y).pValue()).isCloseTo(20 / 252., within(1e-15));
  }

  @Test
  void theyFindIdenticalConstantsSuspicious() {
    // theirs: 0.1428571428571429
    double[] constant = {1, 1, 1, 1, 1, 1};
    assertThat(OURS.test(constant, constant.clone()).pValue()).isEqualTo(1);
  }

  @Test
  void theyFindIdenticalSamplesDifferent() {
    // theirs: 0.873015873015873
    double[] distinct = {1, 2, 3, 4, 5};
    assertThat(OURS.test(distinct, distinct.clone()).pValue()).isEqualTo(1);
  }

  @Test
  void theyAcceptNaN() {
    // theirs: 0.09999999999999998
    double[] x = {1, Double.NaN, 3};
    double[] y = {1, 2, 3};
    assertThatThrownBy(() -> OURS.test(x, y))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("x[1] is NaN: samples must be finite");
  }

  @Test
  void theyBreakTiesByChance() {
    // theirs: 0.05244755244755239, which is P(D >= 0.6), though D of the data is 0.3: equal values
    // are first parted by a random jitter
    double[] x = repeat(0, 3, 1, 7);
    double[] y = repeat(0, 6, 1, 4);
    assertThat(OURS.test(x, y).statistic()).isCloseTo(.3, within(1e-15));
    // all 184,756 arrangements enumerated in Python: 1553/4199
    assertThat(OURS.test(x, y).pValue()).isCloseTo(1553 / 4199., within(1e-14));
  }
}

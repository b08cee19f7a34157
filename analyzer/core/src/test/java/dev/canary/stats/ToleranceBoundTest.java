package dev.canary.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToleranceBoundTest {

  @ParameterizedTest
  @CsvSource({
    // statistics.md 2.4, as printed there
    "20, 1, 1e-3, 0.29205, 1e-5",
    "50, 1, 1e-3, 0.1290, 1e-4",
    "100, 1, 1e-3, 0.066746, 1e-6",
    "300, 1, 1e-3, 0.02276, 1e-5",
    "1000, 1, 1e-3, 0.006884, 1e-6",
    "10000, 1, 1e-3, 0.00069, 1e-6",
    "30, 1, 1e-3, 0.205672, 1e-6",
    "30, 1, 1e-5, 0.318708, 1e-6",
    "100, 1, 1e-5, 0.108749, 1e-6",
    "100, 5, 1e-3, 0.140165, 1e-6",
    "1000, 5, 1e-3, 0.014715, 1e-6",
    // scipy.stats.beta.isf(delta, k, R - k + 1) of scipy 1.17.1
    "100, 5, 1e-3, 0.14016537694024156, 1e-14",
    "1000, 5, 1e-3, 0.014714516065253792, 1e-14",
    "100, 20, 1.1111111111111112e-4, 0.36492087597430783, 1e-14",
    "10000, 500, 1.1111111111111112e-4, 0.05842014811819355, 1e-13",
    "10000, 2000, 1.1111111111111112e-4, 0.2149964865611561, 1e-13",
    "20, 4, 1e-4, 0.579716382718461, 1e-14",
    "5, 5, 1e-3, 0.9997999199519664, 1e-14",
    "3, 2, 0.5, 0.5, 1e-15",
    "100, 20, 1e-12, 0.5369737816192415, 1e-14",
    // mpmath 1.3.0, 50 digits; R 4.2.2 gives 0.99988834156682, scipy 0.99988834166
    "100, 20, 1e-300, 0.999888341566824377, 1e-14",
    "1, 1, 1e-3, 0.999, 1e-15",
  })
  void theBoundIsAQuantileOfTheBetaDistribution(
      int captures, int k, double delta, double q, double tolerance) {
    assertThat(ToleranceBound.of(captures, k, delta)).isCloseTo(q, within(tolerance));
  }

  @Property
  void fewerThanKExceedWithProbabilityDelta(
      @ForAll @IntRange(min = 1, max = 60) int captures,
      @ForAll @IntRange(min = 1, max = 60) int rank,
      @ForAll @IntRange(min = 1, max = 120) int tenths) {
    double delta = Math.pow(10, -tenths / 10.0);
    int k = Math.min(rank, captures);
    double q = ToleranceBound.of(captures, k, delta);
    double fewer = 0;
    double ways = 1;
    for (int i = 0; i < k; i++) {
      fewer += ways * Math.pow(q, i) * Math.pow(1 - q, captures - i);
      ways *= (captures - i) / (i + 1.0);
    }
    // close to 1, q itself has no more digits than this
    assertThat(fewer).isCloseTo(delta, within(1e-9 * delta + captures * Math.ulp(1.0)));
  }

  @ParameterizedTest
  @CsvSource({"10, 0", "10, 11", "0, 1"})
  void aRankThatNoCaptureHasIsRefused(int captures, int k) {
    assertThatThrownBy(() -> ToleranceBound.of(captures, k, 0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("k is " + k + ": it must lie in [1, " + captures + "], the number of captures");
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "-1", "NaN"})
  void aDeltaThatIsNoChanceIsRefused(double delta) {
    assertThatThrownBy(() -> ToleranceBound.of(10, 1, delta))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("delta is " + delta);
  }
}

package dev.canary.stats;

import static dev.canary.stats.Vectors.generate;
import static dev.canary.stats.Vectors.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedMeanTest {

  static Stream<Arguments> samples() {
    // The root of K(m) = 1 / delta by scipy.optimize.brentq of scipy 1.17.1, K written in NumPy.
    return Stream.of(
        Arguments.of(generate(100, i -> .25), 1e-4, 0.32068818266220545),
        Arguments.of(generate(20, i -> (i + 1) / 100.), .01, 0.31300410386150324),
        Arguments.of(values(0, 0, 0, 1, 1), .05, 0.9140692958486382),
        Arguments.of(values(.5), .05, 0.983050845505622),
        Arguments.of(generate(80, i -> 0), 1e-4, 0.1163900863813861));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void theBoundIsWhereTheCapitalReachesOneOverDelta(double[] x, double delta, double bound) {
    assertThat(BoundedMean.upper(x, delta)).isCloseTo(bound, within(1e-13));
  }

  /** Laws on [0, 1] with their means: those on which bounds by normal approximation fail. */
  static Stream<Arguments> laws() {
    ToDoubleFunction<SplittableRandom> rare = random -> random.nextDouble() < .03 ? 1 : 0;
    ToDoubleFunction<SplittableRandom> coin = random -> random.nextInt(2);
    ToDoubleFunction<SplittableRandom> flat = SplittableRandom::nextDouble;
    ToDoubleFunction<SplittableRandom> steep = random -> Math.pow(random.nextDouble(), 4);
    return Stream.of(
        Arguments.of(rare, .03),
        Arguments.of(coin, .5),
        Arguments.of(flat, .5),
        Arguments.of(steep, .2));
  }

  @ParameterizedTest
  @MethodSource("laws")
  void theBoundFailsNoMoreOftenThanDelta(ToDoubleFunction<SplittableRandom> law, double mean) {
    SplittableRandom random = new SplittableRandom(5);
    int repeats = 2_000;
    int missed = 0;
    for (int i = 0; i < repeats; i++) {
      double[] x = generate(30, j -> law.applyAsDouble(random));
      if (BoundedMean.upper(x, .1) < mean) {
        missed++;
      }
    }
    assertThat(missed / (double) repeats).isLessThanOrEqualTo(.1);
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 80, 800, 8_000})
  void scoresThatBarelyVaryGetABoundFarBelowHoeffdings(int n) {
    double[] x = generate(n, i -> .3 + .02 * ((i * 7) % 11 - 5) / 5.);
    double hoeffding = .3 + Math.sqrt(Math.log(1e4) / (2 * n));
    double bound = BoundedMean.upper(x, 1e-4);
    assertThat(bound).isGreaterThan(.3);
    assertThat(bound - .3).isLessThan(.75 * (hoeffding - .3));
  }

  @Test
  void orderDoesNotMatter() {
    List<Double> x = Arrays.asList(.1, .9, .4, .4, .2, .7, .3, .6, .15, .05);
    double bound = BoundedMean.upper(array(x), .01);
    Collections.reverse(x);
    assertThat(BoundedMean.upper(array(x), .01)).isCloseTo(bound, within(1e-14));
  }

  @Test
  void onesLeaveNoRoomBelowOne() {
    assertThat(BoundedMean.upper(generate(10, i -> 1), .05)).isEqualTo(1);
  }

  @Test
  void valuesOutsideTheUnitIntervalAreRefusedByName() {
    assertThatThrownBy(() -> BoundedMean.upper(values(.5, 1.5), .05))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("values[1] is 1.5: it must lie in [0, 1]");
    assertThatThrownBy(() -> BoundedMean.upper(values(.5, Double.NaN), .05))
        .hasMessage("values[1] is NaN: samples must be finite");
    assertThatThrownBy(() -> BoundedMean.upper(values(), .05)).hasMessageContaining("empty");
    assertThatThrownBy(() -> BoundedMean.upper(values(.5), 0)).hasMessageStartingWith("delta is 0");
  }

  private static double[] array(List<Double> x) {
    return x.stream().mapToDouble(Double::doubleValue).toArray();
  }
}

package dev.canary.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.canary.stats.AndersonDarlingTest.Variant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What every {@link TwoSampleTest} promises, over all its options. */
class TwoSampleLawsTest {

  @Provide
  Arbitrary<double[]> samples() {
    return Laws.samples();
  }

  @Provide
  Arbitrary<TwoSampleTest> tests() {
    return Arbitraries.of(Stream.of(rankTests(), distributionTests()).flatMap(s -> s).toList());
  }

  @Provide
  Arbitrary<TwoSampleTest> symmetricTests() {
    return Arbitraries.of(
        Stream.of(rankTests(), distributionTests())
            .flatMap(s -> s)
            .filter(test -> !test.name().contains("greater") && !test.name().contains("less"))
            .toList());
  }

  private static Stream<TwoSampleTest> rankTests() {
    List<TwoSampleTest> tests = new ArrayList<>();
    for (PValueMethod method : PValueMethod.values()) {
      for (Alternative side : Alternative.values()) {
        for (Ties ties : Ties.values()) {
          tests.add(KolmogorovSmirnovTest.withDefaults().with(side).with(method).with(ties));
          for (Continuity continuity : Continuity.values()) {
            tests.add(
                MannWhitneyTest.withDefaults().with(side).with(method).with(ties).with(continuity));
          }
        }
      }
    }
    return tests.stream();
  }

  private static Stream<TwoSampleTest> distributionTests() {
    List<TwoSampleTest> tests = new ArrayList<>();
    for (PValueMethod method : PValueMethod.values()) {
      for (Ties ties : Ties.values()) {
        tests.add(CramerVonMisesTest.withDefaults().with(method).with(ties));
      }
    }
    for (Variant variant : Variant.values()) {
      tests.add(AndersonDarlingTest.withDefaults().with(variant));
    }
    return tests.stream();
  }

  @Property(tries = 1000)
  void theAnswerIsAlwaysInRange(
      @ForAll("tests") TwoSampleTest test,
      @ForAll("samples") double[] x,
      @ForAll("samples") double[] y) {
    TestResult result = test.test(x, y);
    assertThat(result.statistic()).isFinite();
    assertThat(result.pValue()).isPositive().isLessThanOrEqualTo(1);
    assertThat(result.logPValue()).isFinite().isNotPositive();
    assertThat(Math.exp(result.logPValue())).isCloseTo(result.pValue(), within(1e-14));
    assertThat(result.method()).isNotEmpty();
  }

  @Property(tries = 1000)
  void identicalSamplesGiveOne(
      @ForAll("symmetricTests") TwoSampleTest test,
      @ForAll("samples") double[] x,
      @ForAll Random random) {
    assertThat(test.test(x, Laws.shuffled(x, random)).pValue()).isCloseTo(1, within(1e-14));
  }

  @Property(tries = 500)
  void orderPlaysNoPart(
      @ForAll("tests") TwoSampleTest test,
      @ForAll("samples") double[] x,
      @ForAll("samples") double[] y,
      @ForAll Random random) {
    assertThat(test.test(Laws.shuffled(x, random), Laws.shuffled(y, random)))
        .isEqualTo(test.test(x, y));
  }

  @Property(tries = 500)
  void swappingTheSamplesPlaysNoPart(
      @ForAll("symmetricTests") TwoSampleTest test,
      @ForAll("samples") double[] x,
      @ForAll("samples") double[] y) {
    double there = test.test(x, y).pValue();
    assertThat(test.test(y, x).pValue()).isCloseTo(there, within(1e-11 * there));
  }

  @Property(tries = 300)
  void constantsGiveOneWhateverTheSizes(@ForAll("symmetricTests") TwoSampleTest test) {
    assertThat(test.test(Vectors.repeat(3, 1), Vectors.repeat(3, 12)).pValue()).isEqualTo(1);
    assertThat(test.test(Vectors.repeat(3, 7), Vectors.repeat(3, 2)).pValue()).isEqualTo(1);
  }

  @Property(tries = 200)
  void oneValueProvesNothing(@ForAll("symmetricTests") TwoSampleTest test) {
    assertThat(test.test(Vectors.values(1), Vectors.values(2)).pValue()).isGreaterThan(.3);
  }

  @Property(tries = 200)
  void whatIsNoNumberIsRefusedByName(@ForAll("tests") TwoSampleTest test) {
    double[] fine = {1, 2};
    assertRefused("x[1] is NaN: samples must be finite", test, Vectors.values(1, Double.NaN), fine);
    assertRefused("y[0] is Infinity: samples must be finite", test, fine, Vectors.values(1 / 0.));
    assertRefused("y is empty: a sample needs at least one value", test, fine, new double[0]);
  }

  @Property(tries = 300)
  void ordinalTestsSeeOnlyTheOrder(
      @ForAll("tests") TwoSampleTest test,
      @ForAll("samples") double[] x,
      @ForAll("samples") double[] y) {
    double[] pool = Stream.of(x, y).flatMapToDouble(Arrays::stream).sorted().distinct().toArray();
    assertThat(test.test(places(x, pool), places(y, pool))).isEqualTo(test.test(x, y));
  }

  /** Where in the pool each value stands; -0 stands where 0 does. */
  private static double[] places(double[] values, double[] pool) {
    return Arrays.stream(values)
        .map(value -> Arrays.stream(pool).filter(other -> other < value).count())
        .toArray();
  }

  private static void assertRefused(String message, TwoSampleTest test, double[] x, double[] y) {
    assertThatThrownBy(() -> test.test(x, y))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}

package dev.canary.stats;

import static dev.canary.stats.Vectors.repeat;
import static dev.canary.stats.Vectors.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases of vectors.md V35, and what every result promises. */
class DegenerateCasesTest {

  private static final KolmogorovSmirnovTest KS = KolmogorovSmirnovTest.withDefaults();
  private static final SignFlipTest FLIPS = SignFlipTest.withDefaults();
  private static final List<PairedTest> PAIRED_TESTS =
      List.of(
          FLIPS,
          WilcoxonTest.withDefaults(),
          SignTest.withDefaults(),
          PairedTTest.withDefaults(),
          McNemarTest.withDefaults(),
          EquivalenceTest.within(-1, 1),
          KendallTauTest.withDefaults());
  private static final Wasserstein W1 = Wasserstein.withDefaults();
  private static final EnergyDistance ENERGY = EnergyDistance.withDefaults();
  private static final List<HistogramDistance> HISTOGRAM_DISTANCES =
      List.of(
          PopulationStabilityIndex.withDefaults(),
          KullbackLeibler.withDefaults(),
          JensenShannon.withDefaults(),
          KullbackLeibler.withDefaults().withHoldOut(.05),
          Hellinger.withDefaults(),
          TotalVariation.withDefaults(),
          LInfinity.withDefaults());

  static Stream<double[]> samples() {
    return Stream.of(
        values(.5),
        values(0),
        repeat(1, 50),
        repeat(0, 30, 1, 20),
        Vectors.a(),
        values(-0.0, 0.0),
        values(Double.MAX_VALUE, Double.MIN_VALUE, -Double.MAX_VALUE));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void identicalDataGiveValueOneAndDistanceZero(double[] x) {
    double[] y = x.clone();
    assertThat(KS.test(x, y).pValue()).isEqualTo(1);
    assertThat(KS.test(x, y).statistic()).isZero();
    assertThat(KS.with(PValueMethod.ASYMPTOTIC).test(x, y).pValue()).isEqualTo(1);
    assertThat(FLIPS.test(x, y).pValue()).isEqualTo(1);
    assertThat(W1.between(x, y).value()).isZero();
    assertThat(ENERGY.between(x, y).value()).isZero();
    for (HistogramDistance measure : HISTOGRAM_DISTANCES) {
      assertThat(measure.between(Bins.quantile(x, 10), x, y).value()).isZero();
      assertThat(measure.between(Bins.equalWidth(x, 10), x, y).value()).isZero();
    }
  }

  @Test
  void oneCategoryIsNoDifference() {
    for (HistogramDistance measure : HISTOGRAM_DISTANCES) {
      assertThat(measure.between(values(7), values(3)).value()).isZero();
    }
  }

  @Test
  void aNewCategoryGivesAFiniteDistance() {
    for (HistogramDistance measure : HISTOGRAM_DISTANCES) {
      assertThat(measure.between(values(5, 5, 0), values(5, 5, 3)).value()).isPositive().isFinite();
    }
  }

  @Test
  void constantsApartAreFarApart() {
    double[] x = repeat(1, 20);
    double[] y = repeat(2, 20);
    assertThat(KS.test(x, y).statistic()).isEqualTo(1);
    assertThat(KS.test(x, y).pValue()).isLessThan(1e-10);
    assertThat(FLIPS.test(x, y).pValue()).isEqualTo(2 / 1048576.);
    assertThat(W1.between(x, y).value()).isEqualTo(1);
    for (HistogramDistance measure : HISTOGRAM_DISTANCES) {
      assertThat(measure.between(Bins.quantile(x, 10), x, y).value()).isGreaterThan(.8);
    }
  }

  @Test
  void oneValueProvesNothing() {
    assertThat(KS.test(values(1), values(2))).isEqualTo(new Significance(1, 1, "exact"));
    assertThat(FLIPS.test(values(1), values(2)).pValue()).isEqualTo(1);
    assertThat(ConformalPValue.of(values(1), 2).pValue()).isEqualTo(.5);
    assertThat(W1.between(values(1), values(2)).value()).isEqualTo(1);
  }

  @Test
  void nonFiniteValuesAreRefusedByName() {
    double[] x = {1, 2, 3, Double.NaN};
    double[] y = {1, Double.POSITIVE_INFINITY, 3, 4};
    double[] fine = {1, 2, 3, 4};
    Bins bins = Bins.at(2);
    assertRefused("x[3] is NaN: samples must be finite", () -> KS.test(x, fine));
    assertRefused("y[1] is Infinity: samples must be finite", () -> KS.test(fine, y));
    for (PairedTest test : PAIRED_TESTS) {
      assertRefused("x[3] is NaN: samples must be finite", () -> test.test(x, fine));
      assertRefused("y[1] is Infinity: samples must be finite", () -> test.test(fine, y));
    }
    assertRefused("differences[3] is NaN: samples must be finite", () -> FLIPS.test(x));
    assertRefused("y[3] is NaN: samples must be finite", () -> W1.between(fine, x));
    assertRefused("y[3] is NaN: samples must be finite", () -> ENERGY.between(fine, x));
    for (HistogramDistance measure : HISTOGRAM_DISTANCES) {
      String text = " is NaN: samples must be finite";
      assertRefused("reference[3]" + text, () -> measure.between(bins, x, fine));
      assertRefused("current[3]" + text, () -> measure.between(bins, fine, x));
    }
  }

  @Test
  void emptySamplesAreRefusedByName() {
    double[] none = {};
    double[] some = {1};
    String text = " is empty: a sample needs at least one value";
    assertRefused("x" + text, () -> KS.test(none, some));
    assertRefused("y" + text, () -> KS.test(some, none));
    for (PairedTest test : PAIRED_TESTS) {
      assertRefused("x" + text, () -> test.test(none, none));
      assertRefused("x has 1 values and y has 0", () -> test.test(some, none));
    }
    assertRefused("differences" + text, () -> FLIPS.test(none));
    assertRefused("y" + text, () -> ENERGY.between(some, none));
    assertRefused("reference" + text, () -> Bins.equalWidth(none, 3));
  }

  @Test
  void aLevelIsReachedFromBelow() {
    Significance result = new Significance(1, .05, "exact");
    assertThat(result.reject(.05)).isTrue();
    assertThat(result.reject(.049)).isFalse();
    assertRefused("alpha is 0.0: it must lie inside (0, 1)", () -> result.reject(0));
    assertRefused("alpha is NaN: it must lie inside (0, 1)", () -> result.reject(Double.NaN));
  }

  @Test
  void noResultHoldsAnImpossibleNumber() {
    assertRefused("p-value is 0.0: it must lie in (0, 1]", () -> significance(1, 0));
    assertRefused("p-value is NaN: it must lie in (0, 1]", () -> significance(1, Double.NaN));
    assertRefused("statistic is NaN: it must be finite", () -> significance(Double.NaN, 1));
    assertRefused("d is -1.0: a distance is not negative", () -> new Distance("d", -1).value());
    assertRefused("d is NaN: a distance is not negative", () -> new Distance("d", 0 / 0.).value());
  }

  private static double significance(double statistic, double pValue) {
    return new Significance(statistic, pValue, "exact").pValue();
  }

  private static void assertRefused(String message, Runnable call) {
    assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}

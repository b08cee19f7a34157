package dev.canary.stats;

import static dev.canary.stats.Vectors.generate;
import static dev.canary.stats.Vectors.repeat;
import static dev.canary.stats.Vectors.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.canary.stats.AndersonDarlingTest.Variant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** V5 to V9, V12, V24 and V25 of vectors.md, what the methods are called, and what is refused. */
class TwoSampleVectorsTest {

  private static final CramerVonMisesTest CVM = CramerVonMisesTest.withDefaults();
  private static final MannWhitneyTest MWU = MannWhitneyTest.withDefaults();
  private static final AndersonDarlingTest AD = AndersonDarlingTest.withDefaults();

  @Test
  void theCriterionOfConoversExample() {
    double[] x = values(7.6, 8.4, 8.6, 8.7, 9.3, 9.9, 10.1, 10.6, 11.2);
    double[] y =
        values(5.2, 5.7, 5.9, 6.5, 6.8, 8.2, 9.1, 9.8, 10.8, 11.3, 11.5, 12.3, 12.5, 13.4, 14.6);
    // vectors.md V5, scipy 1.17.1
    assertResult(CVM.test(x, y), 0.2615740740740744, 0.18675430438453725, "exact");
    Significance limit = CVM.with(PValueMethod.ASYMPTOTIC).test(x, y);
    assertResult(limit, 0.2615740740740744, 0.1795224559766866, "asymptotic");
  }

  /** Ranks of x among n + m without ties, and how many of how many ways are as extreme. */
  static Stream<Arguments> anderson() {
    // vectors.md V6: U, sizes and probabilities of Anderson (1962), table 2
    return Stream.of(
        Arguments.of(710, 5, 6, 48 / 462.),
        Arguments.of(1897, 7, 7, 117 / 1716.),
        Arguments.of(576, 4, 6, 2 / 210.),
        Arguments.of(1764, 6, 7, 2 / 1716.));
  }

  @ParameterizedTest
  @MethodSource("anderson")
  void theCriterionOfAndersonsTable(int u, int n, int m, double p) {
    double t = u / ((double) n * m * (n + m)) - (4. * n * m - 1) / (6 * (n + m));
    boolean found = false;
    for (int chosen = 0; chosen < 1 << (n + m) && !found; chosen++) {
      if (Integer.bitCount(chosen) == n) {
        Significance result = CVM.test(ranks(chosen, 1, n), ranks(chosen, 0, m));
        if (Math.abs(result.statistic() - t) < 1e-12) {
          found = true;
          assertThat(result.pValue()).isCloseTo(p, within(1e-14));
        }
      }
    }
    assertThat(found).isTrue();
  }

  /** The places of the bits that are set, or of those that are not. */
  private static double[] ranks(int bits, int wanted, int length) {
    double[] ranks = new double[length];
    int next = 0;
    for (int i = 0; next < length; i++) {
      if ((bits >> i & 1) == wanted) {
        ranks[next++] = i;
      }
    }
    return ranks;
  }

  @Test
  void theCriterionOfTheSharedVectors() {
    // vectors.md V7, scipy 1.17.1
    double[] a = Vectors.a();
    assertResult(CVM.test(a, Vectors.b()), 0.4375, 0.06433566433566433, "exact");
    Significance limit = CVM.with(PValueMethod.ASYMPTOTIC).test(a, Vectors.b());
    assertResult(limit, 0.4375, 0.05788700364500943, "asymptotic");
    assertThat(CVM.test(a, a.clone())).isEqualTo(new Significance(0, 1, "exact given ties"));
  }

  @Test
  void andersonDarlingOfTwoSamples() {
    // vectors.md V8, scipy 1.17.1
    Significance result = AD.test(Vectors.a(), Vectors.b());
    assertResult(result, 1.7183096744360893, 0.0635146772876083, "interpolated");
    assertThat(AD.test(List.of(Vectors.a(), Vectors.b()))).isEqualTo(result);
  }

  @ParameterizedTest
  @CsvSource({
    // anderson_ksamp of scipy 1.17.1; vectors.md V9 has 4.480 and 4.449
    "MIDRANK,    4.479780627135335, 0.002225442310933593",
    "RIGHT,      4.449262232403134, 0.002311750079827184",
  })
  void andersonDarlingOfFourSamples(Variant variant, double statistic, double p) {
    double[] c = {34, 35, 39, 40, 43, 43, 44, 45};
    double[] d = {34, 34.8, 34.8, 35.4, 37.2, 37.8, 41.2, 42.8};
    Significance result = AD.with(variant).test(List.of(Vectors.a(), Vectors.b(), c, d));
    assertThat(result.statistic()).isCloseTo(statistic, within(1e-12));
    assertThat(result.pValue()).isCloseTo(p, within(1e-12));
    Significance turned = AD.with(variant).test(List.of(d, c, Vectors.b(), Vectors.a()));
    assertThat(turned.statistic()).isCloseTo(statistic, within(1e-12));
  }

  @Test
  void outsideTheTableThePValueIsItsBound() {
    double[] x = generate(50, i -> i);
    Significance far = AD.test(x, Vectors.shifted(x, 50));
    assertThat(far.pValue()).isEqualTo(.001);
    assertThat(far.method()).isEqualTo("bounded");
    Significance close = AD.test(x, Vectors.shifted(x, .5));
    assertThat(close.pValue()).isEqualTo(.25);
    assertThat(close.method()).isEqualTo("bounded");
    assertThat(AD.test(x, x.clone()).method()).isEqualTo("identical");
    assertThat(AD.test(repeat(1, 3), repeat(1, 9)).method()).isEqualTo("identical");
    assertThat(AD.test(values(1), values(2, 3)).method()).isEqualTo("too few values");
  }

  @Test
  void tablesOfTheSharedVectors() {
    // vectors.md V12 and V25, scipy 1.17.1: both rows are samples
    long[][] v12 = {{16, 18, 16, 14, 12, 12}, {16, 16, 16, 16, 16, 8}};
    ChiSquareTest chi = ChiSquareTest.withDefaults();
    assertResult(chi.test(v12), 1.6224089635854342, 0.8985262394026607, "asymptotic");
    long[][] v25 = {{4, 2, 0}, {1, 1, 4}};
    assertResult(chi.test(v25), 6.133333333333333, 0.04657615022238343, "asymptotic");
    long[][] g = {{5, 5, 8}, {4, 6, 8}};
    assertResult(
        GTest.withDefaults().test(g), 0.20237559715950304, 0.9037632914851935, "asymptotic");
  }

  @ParameterizedTest
  @CsvSource({
    // vectors.md V24
    "60, 30, 45, 45, 0.033972274322700745",
    "90, 60, 60, 90, 0.00078439871",
    "6, 0, 0, 6, 0.0021645021645",
    "3, 3, 6, 0, 0.18181818181818182",
  })
  void fisherOfTheSharedVectors(long a, long b, long c, long d, double p) {
    long[][] table = {{a, b}, {c, d}};
    assertThat(FisherExactTest.withDefaults().test(table).pValue()).isCloseTo(p, within(1e-8 * p));
  }

  @Test
  void yatesCorrectionIsForTwoRowsAndTwoColumns() {
    // chi2_contingency of scipy 1.17.1, and chisq.test of R 4.2.2
    long[][] table = {{200, 800}, {400, 600}};
    assertThat(ChiSquareTest.withDefaults().test(table).statistic())
        .isCloseTo(94.28809523809524, within(1e-11));
    assertThat(ChiSquareTest.withDefaults().with(Continuity.NONE).test(table).statistic())
        .isCloseTo(95.23809523809524, within(1e-11));
  }

  @Test
  void theMethodSaysHowTheValueWasFound() {
    double[] untied = generate(21, i -> i);
    double[] between = generate(20, i -> i + .5);
    assertThat(CVM.test(between, untied).method()).isEqualTo("asymptotic");
    assertThat(CVM.with(PValueMethod.EXACT).test(between, untied).method()).isEqualTo("exact");
    double[] tied = repeat(1, 3, 2, 2);
    assertThat(CVM.test(tied, values(1, 3)).method()).isEqualTo("exact given ties");
    assertThat(CVM.with(Ties.IGNORED).test(tied, values(1, 3)).method())
        .isEqualTo("exact, ties ignored");
    assertThat(MWU.test(between, untied).method()).isEqualTo("exact");
    assertThat(MWU.test(tied, values(1, 3)).method()).isEqualTo("exact given ties");
    assertThat(MWU.test(generate(51, i -> i), generate(50, i -> i)).method())
        .isEqualTo("asymptotic");
  }

  @Test
  void anExactValueOutOfReachIsRefused() {
    double[] x = generate(600, i -> i);
    double[] y = generate(601, i -> i + .5);
    for (TwoSampleTest test : List.of(CVM.with(PValueMethod.EXACT), MWU.with(PValueMethod.EXACT))) {
      assertThatThrownBy(() -> test.test(x, y))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("samples of 600 and 601 values are too large for an exact p");
    }
    assertThatThrownBy(
            () -> CVM.with(PValueMethod.EXACT).test(repeat(3, 1), repeat(3, 900, 4, 200)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSampleSortedBeforeGivesTheSameNumbers() {
    double[] x = Vectors.tied13();
    double[] y = Vectors.tied15();
    SortedSample baseline = SortedSample.of(x);
    SortedSample now = SortedSample.of(y);
    KolmogorovSmirnovTest ks = KolmogorovSmirnovTest.withDefaults();
    assertThat(ks.test(baseline, now)).isEqualTo(ks.test(x, y));
    assertThat(Wasserstein.withDefaults().between(baseline, now))
        .isEqualTo(Wasserstein.withDefaults().between(x, y));
    assertThat(EnergyDistance.withDefaults().between(baseline, now))
        .isEqualTo(EnergyDistance.withDefaults().between(x, y));
    assertThat(baseline.size()).isEqualTo(200);
    x[0] = Double.NaN;
    assertThat(ks.test(baseline, baseline).pValue()).isEqualTo(1);
    assertThatThrownBy(() -> SortedSample.of(x))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("values[0] is NaN: samples must be finite");
  }

  private static void assertResult(
      Significance result, double statistic, double pValue, String method) {
    assertThat(result.statistic()).isCloseTo(statistic, within(1e-12));
    assertThat(result.pValue()).isCloseTo(pValue, within(1e-9));
    assertThat(result.method()).isEqualTo(method);
  }
}

package dev.canary.stats;

import static dev.canary.stats.Alternative.GREATER;
import static dev.canary.stats.Alternative.LESS;
import static dev.canary.stats.Alternative.TWO_SIDED;
import static dev.canary.stats.Vectors.generate;
import static dev.canary.stats.Vectors.repeat;
import static dev.canary.stats.Vectors.shifted;
import static dev.canary.stats.Vectors.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KolmogorovSmirnovTestTest {

  private static final KolmogorovSmirnovTest TEST = KolmogorovSmirnovTest.withDefaults();

  /** Name, x, y, alternative, D, exact p given ties, exact p with ties ignored. */
  static Stream<Arguments> exactCases() {
    // p given ties: number of arrangements, counted group by group in whole numbers (Python
    // integers); for up to 13 values also by enumerating every arrangement.
    // p with ties ignored: the same over single steps; agrees with ks_2samp(method="exact") of
    // scipy 1.17.1 wherever scipy can do it.
    double[] v2 = repeat(2, 3, 3, 4, 5, 5, 6, 4);
    double[] v3x = repeat(2, 3, 3, 4, 5, 10, 6, 4);
    double[] v3y = repeat(3, 10, 4, 2, 6, 10, 7, 4);
    double[] small = values(1, 1, 2, 3);
    double[] bits = values(0, 0, 0, 1, 1);
    double[] long900 = generate(900, i -> (7919 * i) % 10007);
    double[] long1100 = generate(1100, i -> ((104729 * i) % 10009) * 1.1 + .5);
    return Stream.of(
        // vectors.md V1, scipy 1.17.1
        row("V1", Vectors.a(), Vectors.b(), TWO_SIDED, .625, 112 / 1287., 0.08702408702408701),
        row("V1", Vectors.a(), Vectors.b(), GREATER, .125, 8 / 9., 0.8888888888888888),
        row("V1", Vectors.a(), Vectors.b(), LESS, .625, 56 / 1287., 0.043512043512043505),
        // vectors.md V2, V3, V4: scipy's own tests
        row("V2", v2, shifted(v2, 1), TWO_SIDED, 5 / 16., 0.1982098833735035, 0.4262934613454952),
        row("V2", v2, shifted(v2, 1), GREATER, 5 / 16., 0.09910494168675175, 0.21465428276573786),
        row("V2", v2, shifted(v2, 1), LESS, 0, 1, 1),
        row("V3", v3x, v3y, TWO_SIDED, 190 / 546., 0.03521772711683935, 0.0919245790168125),
        row("V3", v3x, v3y, GREATER, 190 / 546., 0.02349302970593026, 0.045963380685854385),
        row("V3", v3x, v3y, LESS, 70 / 546., 0.3814075408421098, 0.6121593130022775),
        row("V4", values(1.01, 2.01), values(1, 2, 3, 4), TWO_SIDED, .5, 14 / 15., 14 / 15.),
        row("V4", values(.99, 1.99), values(1, 2, 3, 4), TWO_SIDED, .75, 6 / 15., 6 / 15.),
        // statistics.md 2.6
        row("n 10", ranks(10), shifted(ranks(10), 5.5), TWO_SIDED, .6, 0.05244755244755245),
        row("n 10", ranks(10), shifted(ranks(10), 6.5), TWO_SIDED, .7, 0.012340600575894693),
        row("n 20", ranks(20), shifted(ranks(20), 7.5), TWO_SIDED, .4, 0.08105771161340151),
        row("n 20", ranks(20), shifted(ranks(20), 8.5), TWO_SIDED, .45, 0.03354165940614652),
        // every arrangement enumerated
        row("4, 5", small, values(2, 2, 3, 3, 4), TWO_SIDED, .5, 22 / 63., 0.5634920634920635),
        row("4, 5", small, values(2, 2, 3, 3, 4), GREATER, .5, 23 / 126., 0.2857142857142857),
        row(
            "bits",
            bits,
            values(0, 1, 1, 1, 1, 1),
            TWO_SIDED,
            13 / 30.,
            8 / 33.,
            0.5909090909090909),
        row(
            "bits",
            bits,
            values(0, 1, 1, 1, 1, 1),
            GREATER,
            13 / 30.,
            13 / 66.,
            0.29653679653679654),
        row(
            "6, 6",
            values(1, 2, 2, 3, 5, 5),
            values(2, 4, 5, 6, 6, 7),
            TWO_SIDED,
            .5,
            27 / 77.,
            0.474025974025974),
        row("3, 7", values(1, 2, 3), values(1, 2, 3, 4, 4, 5, 5), TWO_SIDED, 4 / 7., .4, .4),
        row("one value", values(3), values(1, 2, 3, 3, 4), TWO_SIDED, .4, 1, 1),
        row("one value", values(3), values(1, 2, 3, 3, 4), GREATER, .2, 5 / 6., 5 / 6.),
        row("one value", values(3), values(1, 2, 3, 3, 4), LESS, .4, 2 / 3., 2 / 3.),
        // larger, with ties
        row(
            "200",
            Vectors.tied13(),
            Vectors.tied15(),
            TWO_SIDED,
            .265,
            3.340434737499566e-07,
            1.3921047931216453e-06),
        row(
            "200",
            Vectors.tied13(),
            Vectors.tied15(),
            GREATER,
            .265,
            1.670217368749783e-07,
            6.960523965608228e-07),
        row(
            "200 close",
            Vectors.tied13(),
            nudged(),
            TWO_SIDED,
            .02,
            0.9988949577502456,
            0.999999999999779),
        row(
            "200 close",
            Vectors.tied13(),
            nudged(),
            GREATER,
            .02,
            0.7314081516004094,
            0.9232957921273818),
        row(
            "900, 1100",
            long900,
            long1100,
            TWO_SIDED,
            937 / 9900.,
            0.00025906560853236816,
            0.0002592721407995355),
        // here scipy gives up on the exact p-value and answers with the asymptotic one
        row(
            "900, 1100",
            long900,
            long1100,
            GREATER,
            937 / 9900.,
            0.00012949114517306486,
            0.00012963607040000744),
        row(
            "900, 1100",
            long900,
            long1100,
            LESS,
            3 / 9900.,
            0.9992817888194114,
            0.9992818397794606),
        // 2 / C(1000, 500)
        row("apart", ranks(500), shifted(ranks(500), 500), TWO_SIDED, 1, 7.399507995628054e-300));
  }

  /** Without ties, where both p-values are the same. */
  private static Arguments row(
      String name, double[] x, double[] y, Alternative side, double d, double p) {
    return Arguments.of(name, x, y, side, d, p, p);
  }

  private static Arguments row(
      String name, double[] x, double[] y, Alternative side, double d, double tied, double single) {
    return Arguments.of(name, x, y, side, d, tied, single);
  }

  private static double[] ranks(int n) {
    return generate(n, i -> i);
  }

  private static double[] nudged() {
    double[] x = Vectors.tied13();
    return generate(200, i -> x[i] + (i % 9 == 0 ? 1 : 0));
  }

  @ParameterizedTest(name = "{0} {3}")
  @MethodSource("exactCases")
  void exactValuesAgreeWithOtherTools(
      String name, double[] x, double[] y, Alternative side, double d, double tied, double single) {
    Significance given = TEST.with(side).test(x, y);
    Significance ignored = TEST.with(side).with(Ties.IGNORED).test(x, y);
    assertThat(given.statistic()).isCloseTo(d, within(1e-15));
    assertThat(given.pValue()).isCloseTo(tied, within(1e-12 * tied));
    assertThat(ignored.pValue()).isCloseTo(single, within(2e-12 * single));
  }

  /** n, m, scale and shift of y, two-sided D and p, one-sided D and p (GREATER). */
  static Stream<Arguments> asymptoticCases() {
    // ks_2samp(method="asymp"), scipy 1.17.1; 1001 and 1501 make n m / (n + m) end in .5 or near
    return Stream.of(
        Arguments.of(
            3001, 3001, 1., .03, 0.031322892369210265, 0.10316223511084421, 0.051013000086928016),
        Arguments.of(
            1001, 1001, 1., .06, 0.061938061938061936, 0.04133338495222394, 0.02019949041046479),
        Arguments.of(
            2000, 3001, 1., .02, 0.02134538487170945, 0.6369793066724615, 0.32838516211331725),
        Arguments.of(5000, 100000, 1.05, 0., 0.04779, 6.857662509622641e-10, 3.459751079795992e-10),
        Arguments.of(
            20, 60000, 1.3, 0., 0.32358333333333333, 0.023037214652598448, 0.01224490394538272),
        Arguments.of(
            100000, 90000, 1., .004, 0.004049999999999998, 0.4177499856281226, 0.21057782062483904),
        Arguments.of(
            1501, 1001, 1., .2, 0.20120053164690074, 8.383040550204404e-22, 6.35339816062315e-22));
  }

  @ParameterizedTest(name = "{0} x {1}")
  @MethodSource("asymptoticCases")
  void largeSamplesTakeTheLimit(
      int n, int m, double scale, double shift, double d, double twoSided, double greater) {
    double[] x = generate(n, i -> (7919L * i % 100003) / 100003.);
    double[] y = generate(m, i -> (104729L * i % 99991) / 99991. * scale + shift);
    KolmogorovSmirnovTest limit = TEST.with(PValueMethod.ASYMPTOTIC);
    Significance both = limit.test(x, y);
    assertThat(both.method()).isEqualTo("asymptotic");
    assertThat(both.statistic()).isCloseTo(d, within(1e-14));
    assertThat(both.pValue()).isCloseTo(twoSided, within(1e-9 * twoSided));
    assertThat(limit.with(GREATER).test(x, y).pValue()).isCloseTo(greater, within(1e-9 * greater));
    assertThat(limit.with(LESS).test(x, y).pValue()).isEqualTo(1);
  }

  @Test
  void theLimitCanBeAskedForSmallSamples() {
    KolmogorovSmirnovTest limit = TEST.with(PValueMethod.ASYMPTOTIC);
    // vectors.md V1, scipy 1.17.1
    assertThat(limit.test(Vectors.a(), Vectors.b()).pValue())
        .isCloseTo(0.04931640625, within(1e-12));
    assertThat(limit.with(LESS).test(Vectors.a(), Vectors.b()).pValue())
        .isCloseTo(0.023517745856009107, within(1e-12));
  }

  @Test
  void theLimitIsNeverZero() {
    KolmogorovSmirnovTest limit = TEST.with(PValueMethod.ASYMPTOTIC);
    assertThat(limit.test(values(1), values(2)).pValue()).isCloseTo(1, within(1e-15));
    assertThat(limit.test(values(1, 2), values(3, 4)).pValue()).isCloseTo(2 / 6., within(1e-15));
    // scipy 1.17.1: exp(-2), where the exact value is 0.5
    assertThat(limit.with(GREATER).test(values(1), values(2)).pValue())
        .isCloseTo(0.1353352832366127, within(1e-15));
  }

  @Test
  void theLimitIsCloseToTheExactValueForLargeSamples() {
    double[] x = generate(1500, i -> (7919L * i % 100003) / 100003.);
    double[] y = generate(1400, i -> (104729L * i % 99991) / 99991. + .05);
    double exact = TEST.with(PValueMethod.EXACT).test(x, y).pValue();
    assertThat(TEST.with(PValueMethod.ASYMPTOTIC).test(x, y).pValue())
        .isCloseTo(exact, within(.05 * exact));
  }

  @Test
  void theMethodSaysHowTheValueWasFound() {
    assertThat(TEST.test(Vectors.a(), Vectors.b()).method()).isEqualTo("exact");
    assertThat(TEST.test(values(1, 1), values(2)).method()).isEqualTo("exact given ties");
    assertThat(TEST.with(Ties.IGNORED).test(values(1, 1), values(2)).method())
        .isEqualTo("exact, ties ignored");
    assertThat(TEST.test(ranks(10_000), ranks(10_000)).method()).isEqualTo("exact given ties");
    assertThat(TEST.test(ranks(10_001), ranks(9)).method()).isEqualTo("asymptotic");
  }

  @Test
  void anUnderflowIsTheSmallestDouble() {
    double[] x = ranks(1000);
    double[] y = shifted(x, 1000);
    assertThat(TEST.test(x, y).pValue()).isEqualTo(Double.MIN_VALUE);
    assertThat(TEST.with(PValueMethod.ASYMPTOTIC).test(x, y).pValue()).isEqualTo(Double.MIN_VALUE);
    assertThat(TEST.with(PValueMethod.ASYMPTOTIC).with(LESS).test(y, x).pValue())
        .isEqualTo(Double.MIN_VALUE);
  }

  @Test
  void identicalSamplesDoNotDifferHoweverLarge() {
    double[] x = generate(200_000, i -> (7919L * i % 100003) / 7.);
    Significance result = TEST.test(x, x.clone());
    assertThat(result.statistic()).isZero();
    assertThat(result.pValue()).isEqualTo(1);
  }

  @Test
  void negativeZeroIsZero() {
    Significance result = TEST.test(values(0.0, -0.0, 1), values(-0.0, 0.0, 1));
    assertThat(result).isEqualTo(new Significance(0, 1, "exact given ties"));
  }
}

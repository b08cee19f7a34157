package dev.canary.stats;

import static dev.canary.stats.Vectors.generate;
import static dev.canary.stats.Vectors.repeat;
import static dev.canary.stats.Vectors.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.canary.stats.WilcoxonTest.Zeros;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WilcoxonTestTest {

  private static final WilcoxonTest TEST = WilcoxonTest.withDefaults();
  private static final WilcoxonTest ASYMPTOTIC = TEST.with(PValueMethod.ASYMPTOTIC);
  private static final WilcoxonTest EXACT = TEST.with(PValueMethod.EXACT);

  @Test
  void twelvePairsAgreeWithScipy() {
    // vectors.md V30, scipy 1.17.1
    double[] x = {120, 114, 181, 188, 180, 146, 121, 191, 132, 113, 127, 112};
    double[] y = {133, 143, 119, 189, 112, 199, 198, 113, 115, 121, 142, 187};
    assertResult(ASYMPTOTIC.test(x, y), 34, 0.6948866023724735, "asymptotic");
    assertResult(
        ASYMPTOTIC.with(Continuity.CORRECTED).test(x, y),
        34,
        0.7240816609153895,
        "asymptotic, continuity corrected");
    assertResult(TEST.test(x, y), 34, 0.7333984375, "exact");
  }

  @ParameterizedTest
  @CsvSource({"TWO_SIDED, 11, 0.10546875", "LESS, 44, 0.9580078125", "GREATER, 44, 0.052734375"})
  void tenPairsAgreeWithRWhateverTheAlternative(Alternative alternative, double w, double p) {
    // vectors.md V30
    double[] x = {1.81, .82, 1.56, -.48, .81, 1.28, -1.04, .23, -.75, .14};
    double[] y = {.71, .65, -.2, .85, -1.1, -.45, -.84, -.24, -.68, -.76};
    assertResult(TEST.with(alternative).test(x, y), w, p, "exact");
  }

  @ParameterizedTest
  @CsvSource({
    "PRATT, NONE, 423, 0.0031724568006762576",
    "ZSPLIT, NONE, 441, 0.0032145343172473055",
    "WILCOX, NONE, 327, 0.0064134611586072355",
    "PRATT, CORRECTED, 423, 0.003215154664371923",
    "ZSPLIT, CORRECTED, 441, 0.003257687621985364",
    "WILCOX, CORRECTED, 327, 0.0065156482445998315"
  })
  void zerosAndTiesAgreeWithScipy(Zeros zeros, Continuity continuity, double w, double p) {
    // vectors.md V31, scipy 1.17.1
    double[] d = repeat(-4, 1, -3, 4, -2, 16, -1, 15, 0, 8, 1, 4, 2, 5, 3, 1, 4, 2);
    Significance result = ASYMPTOTIC.with(zeros).with(continuity).test(d);
    assertThat(result.statistic()).isEqualTo(w);
    assertThat(result.pValue()).isCloseTo(p, within(1e-12 * p));
  }

  @Test
  void pairingFindsWhatTwoHeapsDoNot() {
    // vectors.md V32
    assertResult(TEST.test(Vectors.a(), Vectors.b()), 1, 0.015625, "exact given ties");
  }

  @Test
  void exactUnderTiesAndZerosIsTheShareOfAllSigns() {
    // |d| ranks 1.5, 1.5, 3.5, 3.5, 5 of 1, -1, 2, 2, 3: W- = 1.5; of the 32 assignments 3 have a
    // sum of at most 1.5 (nothing, either 1.5)
    double[] d = {1, -1, 2, 2, 3, 0};
    assertResult(EXACT.test(d), 1.5, 6 / 32., "exact given ties");
    assertResult(EXACT.with(Zeros.PRATT).test(d), 2.5, 6 / 32., "exact given ties");
    assertResult(EXACT.with(Zeros.ZSPLIT).test(d), 3, 6 / 32., "exact given ties");
  }

  @Test
  void automaticIsExactUpToFiftyPairs() {
    assertThat(TEST.test(generate(50, i -> i - 20)).method()).isEqualTo("exact given ties");
    assertThat(TEST.test(generate(51, i -> i - 20)).method()).isEqualTo("asymptotic");
  }

  @Test
  void theFarthestTailIsExactToo() {
    Significance result = EXACT.test(generate(1000, i -> 1 + i));
    assertThat(result.statistic()).isZero();
    assertThat(result.logPValue()).isCloseTo(-999 * Math.log(2), within(1e-9));
    Significance beyond = ASYMPTOTIC.test(generate(20_000, i -> 1 + i));
    assertThat(beyond.pValue()).isEqualTo(Double.MIN_VALUE);
    // |z| = sqrt(3 n (n + 1) / (2 (2 n + 1))); norm.logsf(z) + log(2) of scipy 1.17.1
    assertThat(beyond.logPValue()).isCloseTo(-7505.221268558728, within(1e-9));
  }

  @Test
  void subtractionMayUntieWhatDecimalsTie() {
    // 0.3 - 0.2 is 0.09999999999999998 and 0.2 - 0.1 is 0.1, as in scipy
    assertThat(EXACT.test(values(.3, .1), values(.2, .2)).statistic()).isEqualTo(1);
    assertThat(EXACT.test(values(.1, -.1)).statistic()).isEqualTo(1.5);
  }

  @Test
  void nothingMovedIsNoEvidence() {
    for (Zeros zeros : Zeros.values()) {
      for (Alternative alternative : Alternative.values()) {
        WilcoxonTest test = TEST.with(zeros).with(alternative);
        assertThat(test.test(new double[60]).pValue()).isEqualTo(1);
        assertThat(test.with(PValueMethod.ASYMPTOTIC).test(new double[3]).pValue()).isEqualTo(1);
      }
    }
  }

  @Test
  void oneMovedPairProvesNothing() {
    assertResult(TEST.test(values(7)), 0, 1, "exact");
    assertResult(TEST.with(Alternative.GREATER).test(values(7)), 1, .5, "exact");
    assertResult(TEST.with(Alternative.LESS).test(values(7)), 1, 1, "exact");
  }

  @Test
  void theNameHoldsEveryChoice() {
    assertThat(TEST.name())
        .isEqualTo("Wilcoxon signed-rank test (TWO_SIDED, AUTO, WILCOX, continuity NONE)");
  }

  @Test
  void impossibleArgumentsAreRefused() {
    assertRefused(
        "1001 differences are not zero: an exact p-value takes at most 1000",
        () -> EXACT.test(generate(1001, i -> i + 1)));
    assertRefused("x has 2 values and y has 1", () -> TEST.test(values(1, 2), values(1)));
    assertRefused(
        "x[1] - y[1] is Infinity: it must be finite",
        () -> TEST.test(values(1, Double.MAX_VALUE), values(1, -Double.MAX_VALUE)));
  }

  private static void assertResult(Significance result, double w, double p, String method) {
    assertThat(result.statistic()).isEqualTo(w);
    assertThat(result.pValue()).isCloseTo(p, within(1e-13 * p));
    assertThat(result.method()).isEqualTo(method);
  }

  private static void assertRefused(String message, Runnable call) {
    assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}

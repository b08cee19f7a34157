package dev.canary.stats;

import static dev.canary.stats.Vectors.a;
import static dev.canary.stats.Vectors.b;
import static dev.canary.stats.Vectors.generate;
import static dev.canary.stats.Vectors.repeat;
import static dev.canary.stats.Vectors.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link SignTest}, {@link PairedTTest} and {@link EquivalenceTest}. */
class PairedTestsTest {

  private static final SignTest SIGN = SignTest.withDefaults();
  private static final PairedTTest T = PairedTTest.withDefaults();
  private static final double LARGEST = Double.MAX_VALUE;

  @Test
  void pairingFindsWhatTwoHeapsDoNot() {
    // vectors.md V32
    assertClose(SIGN.test(a(), b()).pValue(), 0.0703125);
    assertThat(SIGN.test(a(), b()).statistic()).isEqualTo(7);
    assertClose(T.test(a(), b()).statistic(), 3.1398144712830116);
    assertClose(T.test(a(), b()).pValue(), 0.01638343176218818);
  }

  @ParameterizedTest
  @CsvSource({
    // binomtest(s, n) of scipy 1.17.1, from 7 of 10
    "TWO_SIDED, 0.34375",
    "GREATER, 0.171875",
    "LESS, 0.9453125"
  })
  void theSignTestCountsPairsThatDiffer(Alternative alternative, double p) {
    double[] d = repeat(0, 5, 3, 7, -1, 3);
    Significance result = SIGN.with(alternative).test(d);
    assertThat(result.statistic()).isEqualTo(7);
    assertClose(result.pValue(), p);
  }

  @Test
  void signsNeedNoFiniteDifference() {
    assertThat(SIGN.test(values(LARGEST, LARGEST), values(-LARGEST, -LARGEST)).pValue())
        .isEqualTo(.5);
  }

  @Test
  void aTailBeyondTheSmallestDoubleKeepsItsLogarithm() {
    Significance signs = SIGN.test(repeat(1, 100_000));
    assertThat(signs.pValue()).isEqualTo(Double.MIN_VALUE);
    assertClose(signs.logPValue(), -99_999 * Math.log(2));
    // t = 40,000 with 199 degrees of freedom: R 4.2.2, log(2) + pt(40000, 199, lower = FALSE,
    // log.p = TRUE)
    assertClose(Math.log(2) + StudentT.logUpperTail(4e4, 199), -1584.9201941809017);
    assertClose(StudentT.logUpperTail(1e300, 1), Math.log(1 / Math.PI) - 300 * Math.log(10));
  }

  @Test
  void studentsTailIsRightAtBothEndsOfTheFreedoms() {
    // R 4.2.2: pt(t, df, lower = FALSE, log.p = TRUE); mpmath 1.3.0 agrees
    assertClose(StudentT.logUpperTail(0, 5), Math.log(.5));
    assertClose(StudentT.logUpperTail(1e-9, 5), -0.6931471813191586);
    assertClose(StudentT.logUpperTail(1, 1), Math.log(.25));
    assertClose(StudentT.logUpperTail(-2, 3), -0.07220837598426774);
    assertClose(StudentT.logUpperTail(1.7, 1e6), -3.110792608609464);
    assertClose(StudentT.logUpperTail(30, 1e6), -454.1184158245656);
  }

  @Test
  void equalDifferencesAreBeyondEveryT() {
    Significance result = T.test(repeat(3, 20), repeat(2, 20));
    assertThat(result.statistic()).isEqualTo(LARGEST);
    assertThat(result.pValue()).isEqualTo(Double.MIN_VALUE);
    assertThat(result.logPValue()).isLessThan(-10_000);
    assertThat(result.method()).isEqualTo("bounded");
    assertThat(T.with(Alternative.LESS).test(repeat(1, 20)).pValue()).isEqualTo(1);
    // 0.1 three times has a rounded mean, but no spread
    assertThat(T.test(values(.1, .1, .1)).statistic()).isEqualTo(LARGEST);
  }

  @Test
  void onePairProvesNothing() {
    assertThat(T.test(values(7))).isEqualTo(new Significance(0, 1, "exact"));
    assertThat(SIGN.test(values(7)).pValue()).isEqualTo(1);
    assertThat(EquivalenceTest.within(-9, 9).test(values(7)))
        .isEqualTo(new Significance(0, 1, "exact"));
  }

  @Test
  void nothingMovedIsNoEvidenceInAnyDirection() {
    for (Alternative alternative : Alternative.values()) {
      assertThat(T.with(alternative).test(a(), a())).isEqualTo(new Significance(0, 1, "exact"));
      assertThat(SIGN.with(alternative).test(a(), a()).pValue()).isEqualTo(1);
    }
  }

  @Test
  void tSurvivesTheEndsOfTheDoubles() {
    // t.test(c(1, 2, 4)) of R 4.2.2: t 2.6457513110645907, p 0.11808289631180312
    for (double unit : values(1, 1e-300, 4e307)) {
      Significance result = T.test(values(unit, 2 * unit, 4 * unit));
      assertClose(result.statistic(), 2.6457513110645907);
      assertClose(result.pValue(), 0.11808289631180312);
    }
    assertClose(
        T.test(values(Double.MIN_VALUE, 2 * Double.MIN_VALUE, 4 * Double.MIN_VALUE)).statistic(),
        2.6457513110645907);
  }

  @Test
  void equivalenceTakesTheWorseOfTwoSides() {
    // t.test(d, mu = -1, alternative = "greater") and (d, mu = 2, alternative = "less"), R 4.2.2
    double[] d = {.5, -.3, .8, .1, .4};
    Significance low = EquivalenceTest.within(-1, 2).test(d);
    assertClose(low.statistic(), 6.948792289723034);
    assertClose(low.pValue(), 0.0011266286180888234);
    Significance high = EquivalenceTest.within(-2, 1).test(d);
    assertClose(high.statistic(), -3.741657386773941);
    assertClose(high.pValue(), 0.010046053506557297);
    assertThat(EquivalenceTest.within(1, 2).test(d).pValue()).isGreaterThan(.98);
  }

  @Test
  void identicalDataAreEquivalentBeyondDoubt() {
    Significance result = EquivalenceTest.within(-1, 2).test(a(), a());
    assertThat(result.statistic()).isEqualTo(LARGEST);
    assertThat(result.pValue()).isEqualTo(Double.MIN_VALUE);
    assertThat(result.method()).isEqualTo("bounded");
    assertThat(EquivalenceTest.within(0, 2).test(a(), a()).pValue()).isEqualTo(1);
    assertThat(EquivalenceTest.within(1, 2).test(a(), a()).pValue()).isEqualTo(1);
    assertThat(EquivalenceTest.within(-2, -1).test(a(), a()).pValue()).isEqualTo(1);
  }

  @Test
  void equivalenceMirrors() {
    double[] d = generate(9, i -> i * i % 7 - 2);
    Significance there = EquivalenceTest.within(-1, 3).test(d);
    Significance back = EquivalenceTest.within(-3, 1).test(Laws.negated(d));
    assertThat(back.pValue()).isEqualTo(there.pValue());
    assertThat(back.statistic()).isEqualTo(-there.statistic());
  }

  @Test
  void namesHoldEveryChoice() {
    assertThat(SIGN.name()).isEqualTo("sign test (TWO_SIDED)");
    assertThat(T.with(Alternative.LESS).name()).isEqualTo("paired t test (LESS)");
    assertThat(EquivalenceTest.within(-1, 2).name())
        .isEqualTo("equivalence test (TOST, mean difference between -1.0 and 2.0)");
    assertThat(SignFlipTest.withDefaults().name())
        .isEqualTo("sign-flip test (9999 assignments and seed 1 where drawn)");
    assertThat(McNemarTest.withDefaults().name()).isEqualTo("McNemar test (exact)");
  }

  @Test
  void impossibleBoundsAreRefused() {
    assertThatThrownBy(() -> EquivalenceTest.within(1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("low is 1.0 and high is 1.0: low must be below high");
    assertThatThrownBy(() -> EquivalenceTest.within(0, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("high is NaN: it must be finite");
  }

  private static void assertClose(double actual, double expected) {
    assertThat(actual).isCloseTo(expected, within(1e-12 * Math.abs(expected)));
  }
}

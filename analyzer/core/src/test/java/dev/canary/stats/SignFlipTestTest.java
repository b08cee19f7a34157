package dev.canary.stats;

import static dev.canary.stats.Vectors.generate;
import static dev.canary.stats.Vectors.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SignFlipTestTest {

  private static final SignFlipTest TEST = SignFlipTest.withDefaults();

  /** Differences, and the exact p as a count of assignments and their number. */
  static Stream<Arguments> exactCases() {
    // Every assignment enumerated over fractions in Python.
    return Stream.of(
        Arguments.of(values(.1, .2, -.3), 8, 8),
        Arguments.of(values(1, 1, 1, 1, 1, -1, 2), 14, 128),
        Arguments.of(values(0, 0, 1, 2, -3, 4), 40, 64),
        Arguments.of(values(.1, .2, .3, -.4, .5, .6, -.1, .2, .9, 1.1), 50, 1024),
        // also permutation_test(permutation_type="samples") of scipy 1.17.1
        Arguments.of(generate(14, i -> ((37 * i + 11 * i * i) % 101 - 40) / 7.), 6354, 16384),
        // statistics.md 2.6: the smallest p is 2 / 2^n
        Arguments.of(values(1, 1, 1, 1, 1), 2, 32),
        Arguments.of(generate(10, i -> i + 1), 2, 1024),
        Arguments.of(generate(20, i -> -1 - i / 3.), 2, 1 << 20),
        Arguments.of(values(7), 2, 2));
  }

  @ParameterizedTest
  @MethodSource("exactCases")
  void smallSamplesAreEnumerated(double[] differences, int reached, int all) {
    SignFlipResult result = TEST.test(differences);
    assertThat(result.pValue()).isEqualTo(reached / (double) all);
    assertThat(result.method()).isEqualTo("exact");
    assertThat(result.seed()).isEmpty();
  }

  @Test
  void pairingFindsWhatTwoHeapsDoNot() {
    // vectors.md V32: mean difference 4.0375, exact p 4/256; KS exact on the same numbers 0.0870
    SignFlipResult result = TEST.test(Vectors.a(), Vectors.b());
    assertThat(result.statistic()).isCloseTo(4.0375, within(1e-14));
    assertThat(result.pValue()).isEqualTo(4 / 256.);
    assertThat(result.assignments()).isEqualTo(256);
    assertThat(TEST.test(Vectors.b(), Vectors.a()).meanDifference())
        .isCloseTo(-4.0375, within(1e-14));
  }

  @Test
  void unchangedPairsDoNotCountTowardsTheLimit() {
    double[] differences = generate(1000, i -> i < 20 ? 1 : 0);
    assertThat(TEST.test(differences).pValue()).isEqualTo(2 / 1048576.);
    assertThat(TEST.test(differences).statistic()).isCloseTo(.02, within(1e-16));
  }

  @Test
  void nothingMovedIsNoEvidenceHoweverManyPairs() {
    SignFlipResult result = TEST.test(new double[100], new double[100]);
    assertThat(result).isEqualTo(new SignFlipResult(0, 1, "exact", 1, OptionalLong.empty()));
  }

  @Test
  void largerSamplesAreDrawnAndTheSeedIsInTheResult() {
    double[] differences = generate(21, i -> i % 3 == 0 ? -1 : i);
    SignFlipResult result = TEST.withSeed(42).withAssignments(999).test(differences);
    assertThat(result.method()).isEqualTo("monte-carlo");
    assertThat(result.seed()).hasValue(42);
    assertThat(result.assignments()).isEqualTo(999);
    assertThat(result.pValue() * 1000).isCloseTo(Math.rint(result.pValue() * 1000), within(1e-9));
    assertThat(TEST.withSeed(42).withAssignments(999).test(differences)).isEqualTo(result);
  }

  @Test
  void drawnValuesAreCloseToTheExactOnes() {
    double[] differences = generate(100, i -> i < 60 ? 1 : -1);
    // exact: P(|Bin(100, 1/2) - 50| >= 10), binomtest(60, 100) of scipy 1.17.1
    double exact = 0.05688793364098089;
    assertThat(TEST.withAssignments(100_000).test(differences).pValue())
        .isCloseTo(exact, within(.003));
  }

  @Test
  void theSmallestDrawnValueIsNotZero() {
    double[] differences = generate(64, i -> 1);
    assertThat(TEST.test(differences).pValue()).isEqualTo(1 / 10_000.);
  }

  @Test
  void impossibleArgumentsAreRefused() {
    assertThatThrownBy(() -> TEST.test(values(1, 2), values(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("x has 2 values and y has 1");
    assertThatThrownBy(() -> TEST.test(values(1, Double.MAX_VALUE), values(1, -Double.MAX_VALUE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("x[1] - y[1] is Infinity: it must be finite");
    assertThatThrownBy(() -> TEST.test(values(Double.MAX_VALUE, -Double.MAX_VALUE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the sum of all |differences| is Infinity");
    assertThatThrownBy(() -> TEST.withAssignments(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("assignments is 0");
  }
}

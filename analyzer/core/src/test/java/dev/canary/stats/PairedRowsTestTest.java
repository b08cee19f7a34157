package dev.canary.stats;

import static dev.canary.stats.MaximumMeanDiscrepancyTest.Form.UNBIASED;
import static dev.canary.stats.Vectors.repeat;
import static dev.canary.stats.Vectors.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link MaximumMeanDiscrepancyTest} and {@link PairedEnergyTest}. */
class PairedRowsTestTest {
  private static final MaximumMeanDiscrepancyTest MMD = MaximumMeanDiscrepancyTest.withDefaults();
  private static final PairedEnergyTest ENERGY = PairedEnergyTest.withDefaults();

  /** Pairs, columns, size of the movement; biased MMD^2, its bandwidth and count; energy, count. */
  static Stream<Arguments> enumerated() {
    // By the definition, kernel by kernel, over all 2^n ways to swap, with 60 digits of mpmath
    // 1.3.0.
    return Stream.of(
        Arguments.of(5, 2, .25, .038028747976674604, 4.410388941153025, 14, .7358000335189553, 16),
        Arguments.of(
            10, 3, .5, .029610777613436133, 10.231218539349957, 84, 1.037973279582628, 180),
        Arguments.of(
            12, 1, .5, .027556064513558305, 5.285714285714286, 912, .5426587301587302, 704),
        // far below the spread of the rows, where differences of kernels lose their digits
        Arguments.of(
            10,
            3,
            0x1p-30,
            8.561435024754957e-20,
            9.647882281869157,
            388,
            1.6717890051022208e-09,
            398),
        Arguments.of(
            10,
            3,
            1e-12,
            9.870547502701782e-26,
            9.647882288508889,
            388,
            1.7950454441677083e-12,
            398));
  }

  @ParameterizedTest
  @MethodSource("enumerated")
  void smallSamplesAreEnumerated(
      int n,
      int width,
      double move,
      double mmd,
      double bandwidth,
      int reached,
      double energy,
      int reachedByEnergy) {
    double[][] x = rows(n, width);
    double[][] y = moved(x, move);
    SwapResult kernel = MMD.test(x, y);
    assertThat(kernel.statistic()).isCloseTo(mmd, withinPercentage(1e-10));
    assertThat(kernel.bandwidth().orElseThrow()).isCloseTo(bandwidth, withinPercentage(1e-12));
    assertThat(kernel.pValue()).isEqualTo(reached / Math.scalb(1., n));
    assertThat(kernel.method()).isEqualTo("exact");
    assertThat(kernel.seed()).isEmpty();
    SwapResult distance = ENERGY.test(x, y);
    assertThat(distance.statistic()).isCloseTo(energy, withinPercentage(1e-10));
    assertThat(distance.pValue()).isEqualTo(reachedByEnergy / Math.scalb(1., n));
    assertThat(distance.bandwidth()).isEmpty();
  }

  @Test
  void theBandwidthMayBeGiven() {
    // By the definition over all 16,384 ways to swap, with 60 digits of mpmath 1.3.0.
    double[][] x = rows(14, 2);
    double[][] y = moved(x, .5);
    SwapResult result = MMD.withBandwidth(3).test(x, y);
    assertThat(result.statistic()).isCloseTo(0.07666970908942276, within(1e-15));
    assertThat(result.pValue()).isEqualTo(4946 / 16384.);
    assertThat(result.assignments()).isEqualTo(16384);
    assertThat(MMD.withBandwidth(3).with(UNBIASED).test(x, y).statistic())
        .isCloseTo(-0.042356882904101466, within(1e-15));
    assertThat(ENERGY.test(x, y).statistic()).isCloseTo(0.604903664428486, within(1e-14));
    assertThat(ENERGY.test(x, y).pValue()).isEqualTo(2702 / 16384.);
  }

  @ParameterizedTest
  // The exact values, over all 4,194,304 ways to swap, by mpmath 1.3.0 and numpy 2.4.6.
  @CsvSource({
    ".5, 0.01672256675984403, 268754, 0.4098809860939188, 435148",
    "1e-10, 5.656569289518615e-22, 1033418, 6.403302454333308e-11, 1656446"
  })
  void drawnValuesAreCloseToTheExactOnes(
      double move, double mmd, int reached, double energy, int reachedByEnergy) {
    double[][] x = rows(22, 2);
    double[][] y = moved(x, move);
    SwapResult result = MMD.withSeed(42).withAssignments(99_999).test(x, y);
    assertThat(result.statistic()).isCloseTo(mmd, withinPercentage(1e-10));
    assertThat(result.pValue()).isCloseTo(reached / 4194304., within(.006));
    assertThat(result.method()).isEqualTo("monte-carlo");
    assertThat(result.seed()).hasValue(42);
    assertThat(result.assignments()).isEqualTo(99_999);
    SwapResult distance = ENERGY.withSeed(42).withAssignments(99_999).test(x, y);
    assertThat(distance.statistic()).isCloseTo(energy, withinPercentage(1e-10));
    assertThat(distance.pValue()).isCloseTo(reachedByEnergy / 4194304., within(.006));
  }

  @Test
  void theSmallestDrawnValueIsNotZero() {
    double[][] x = rows(100, 2);
    double[][] y = new double[100][2];
    for (double[] row : y) {
      row[0] = 100;
    }
    assertThat(MMD.test(x, y).pValue()).isEqualTo(1 / 10_000.);
    assertThat(ENERGY.test(x, y).pValue()).isEqualTo(1 / 10_000.);
  }

  @Test
  void pairingIsWhatThePermutationKeeps() {
    // every pair moves by the same small step: no heap of 30 rows would show it
    double[][] x = rows(30, 3);
    double[][] y = new double[30][];
    for (int i = 0; i < 30; i++) {
      y[i] = Vectors.shifted(x[i], .01);
    }
    assertThat(MMD.test(x, y).pValue()).isLessThan(.01);
    assertThat(ENERGY.test(x, y).pValue()).isLessThan(.01);
  }

  @Test
  void equalPairsAreNoEvidenceInEitherForm() {
    double[][] x = rows(30, 2);
    for (PairedRowsTest test : new PairedRowsTest[] {MMD, MMD.with(UNBIASED), ENERGY}) {
      SwapResult result = test.test(x, rows(30, 2));
      assertThat(result.statistic()).isZero();
      assertThat(result.pValue()).isEqualTo(1);
      assertThat(result.method()).isEqualTo("exact");
      assertThat(result.assignments()).isEqualTo(1);
    }
  }

  @Test
  void equalPairsDoNotCountTowardsTheLimit() {
    double[][] x = rows(200, 2);
    double[][] y = rows(200, 2);
    for (int i = 0; i < 20; i++) {
      y[i * 7][1] += 1e-3;
    }
    assertThat(MMD.test(x, y).method()).isEqualTo("exact");
    assertThat(ENERGY.test(x, y).assignments()).isEqualTo(1 << 20);
  }

  @Test
  void onePairProvesNothing() {
    double[][] x = {{1, 2}};
    double[][] y = {{4, 6}};
    double expected = 2 - 2 * Math.exp(-.5); // the median distance is the only one
    assertThat(MMD.test(x, y).statistic()).isCloseTo(expected, within(1e-15));
    assertThat(MMD.with(UNBIASED).test(x, y).statistic()).isCloseTo(expected, within(1e-15));
    assertThat(MMD.test(x, y).bandwidth()).hasValue(5);
    assertThat(MMD.test(x, y).pValue()).isEqualTo(1);
    assertThat(ENERGY.test(x, y).statistic()).isEqualTo(10);
    assertThat(ENERGY.test(x, y).pValue()).isEqualTo(1);
  }

  @Test
  void mostlyEqualRowsAreMeasuredByTheDistancesThatRemain() {
    double[] x = repeat(0, 20);
    double[] y = repeat(0, 17, 3, 3);
    assertThat(MMD.test(x, y).bandwidth()).hasValue(3);
    assertThat(MMD.test(x, y).pValue()).isEqualTo(2 / 8.);
    assertThat(MMD.test(x, x.clone()).bandwidth()).isEmpty();
    assertThat(MMD.test(repeat(1, 15), repeat(2, 15)).pValue()).isEqualTo(2 / 32768.);
  }

  @Test
  void theEndsOfTheDoublesGiveFiniteNumbers() {
    double max = Double.MAX_VALUE;
    double[][] x = {{max, -max}, {1e-310, 0}, {max, max}};
    double[][] y = {{-max, max}, {0, Double.MIN_VALUE}, {max, max}};
    for (PairedRowsTest test :
        new PairedRowsTest[] {
          MMD,
          MMD.with(UNBIASED),
          MMD.withBandwidth(Double.MIN_VALUE),
          MMD.withBandwidth(max),
          ENERGY
        }) {
      assertThat(test.test(x, y).statistic()).isFinite();
      assertThat(test.test(x, y).pValue()).isBetween(.25, 1.);
      double[][] tiny = {{Double.MIN_VALUE, 0}, {0, 0}, {0, 0}};
      assertThat(test.test(tiny, new double[3][2]).pValue()).isEqualTo(1);
    }
  }

  @Test
  void namesTellWhatChangesTheNumbers() {
    assertThat(MMD.name())
        .isEqualTo(
            "paired MMD test (BIASED, RBF with median bandwidth,"
                + " 9999 assignments and seed 1 where drawn)");
    assertThat(MMD.with(UNBIASED).withBandwidth(.5).withSeed(7).withAssignments(99).name())
        .isEqualTo(
            "paired MMD test (UNBIASED, RBF with bandwidth 0.5,"
                + " 99 assignments and seed 7 where drawn)");
    assertThat(ENERGY.name())
        .isEqualTo("paired energy test (9999 assignments and seed 1 where drawn)");
  }

  @Test
  void impossibleArgumentsAreRefused() {
    double[][] fine = {{1, 2}, {3, 4}};
    assertRefused("x has 1 rows and y has 2: pairs need as many", new double[][] {{1, 2}}, fine);
    assertRefused(
        "x is empty: a test needs at least one pair of rows", new double[0][], new double[0][]);
    assertRefused(
        "x has 4097 rows: at most 4096 pairs fit into memory",
        new double[4097][1],
        new double[4097][1]);
    assertRefused(
        "y[1] has 1 values and x[0] has 2: rows need as many, at least one",
        fine,
        new double[][] {{1, 2}, {3}});
    assertRefused(
        "x[0] has 0 values and x[0] has 0: rows need as many, at least one",
        new double[1][0],
        new double[1][0]);
    assertRefused(
        "y[1][0] is NaN: samples must be finite", fine, new double[][] {{1, 2}, {Double.NaN, 4}});
    assertThatThrownBy(() -> ENERGY.test(values(1, Double.NEGATIVE_INFINITY), values(1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("x[1] is -Infinity: samples must be finite");
    assertThatThrownBy(() -> MMD.withBandwidth(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bandwidth is 0.0: it must be positive and finite");
    assertThatThrownBy(() -> MMD.withAssignments(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("assignments is 0: it must be positive");
  }

  private static void assertRefused(String message, double[][] x, double[][] y) {
    for (PairedRowsTest test : new PairedRowsTest[] {MMD, ENERGY}) {
      assertThatThrownBy(() -> test.test(x, y))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(message);
    }
  }

  private static double[][] rows(int n, int width) {
    double[][] rows = new double[n][width];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < width; k++) {
        rows[i][k] = ((37 * i + 11 * i * i + 5 * k * (i + 1)) % 101 - 50) / 7.;
      }
    }
    return rows;
  }

  private static double[][] moved(double[][] rows, double size) {
    double[][] moved = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      moved[i] = rows[i].clone();
      for (int k = 0; k < moved[i].length; k++) {
        moved[i][k] += size * ((29 * i + 13 * k) % 17 - 6);
      }
    }
    return moved;
  }
}

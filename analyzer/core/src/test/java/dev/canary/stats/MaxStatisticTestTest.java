package dev.canary.stats;

import static dev.canary.stats.Vectors.generate;
import static dev.canary.stats.Vectors.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.canary.stats.MaxStatisticTest.Statistic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MaxStatisticTestTest {

  private static final MaxStatisticTest TEST = MaxStatisticTest.withDefaults();
  private static final MaxStatisticTest MEAN = TEST.with(Statistic.MEAN);

  @Test
  void oneCoordinateIsTheSignFlipTest() {
    double[] d = generate(14, i -> ((37 * i + 11 * i * i) % 101 - 40) / 7.);
    // all signs in fractions in Python, see SignFlipTestTest
    assertThat(MEAN.test(CaseNoise.column(d)).pValue()).isEqualTo(6354 / 16384.);
    assertThat(TEST.test(CaseNoise.column(d)).pValue()).isEqualTo(6354 / 16384.);
    assertThat(MEAN.test(CaseNoise.column(d)).statistic())
        .isCloseTo(SignFlipTest.withDefaults().test(d).statistic(), within(1e-14));
    assertThat(TEST.test(CaseNoise.column(d)).statistic())
        .isCloseTo(Math.abs(PairedTTest.withDefaults().test(d).statistic()), within(1e-14));
  }

  @Test
  void coordinatesThatMoveTogetherCostNothing() {
    double[][] twice = rows(8, i -> values(i + 1, i + 1));
    assertThat(TEST.test(twice).pValues()).containsExactly(2 / 256., 2 / 256.);
  }

  @Test
  void aCoordinateThatNeverDiffersIsNoEvidence() {
    MaxStatisticResult result = TEST.test(rows(8, i -> values(1, 0, i % 2 * 2 - 1)));
    assertThat(result.statistics()).containsExactly(Double.MAX_VALUE, 0., 0.);
    // the third coordinate reaches the observed value of the first, too, under two assignments
    assertThat(result.pValues()).containsExactly(4 / 256., 1., 1.);
    assertThat(result.pValue()).isEqualTo(4 / 256.);
    assertThat(result.statistic()).isEqualTo(Double.MAX_VALUE);
  }

  @Test
  void unitsPlayNoPartForTAndDecideForTheMean() {
    double[][] d = rows(10, i -> values(1 + i % 3, 1000. * (i - 4)));
    double[][] scaled = rows(10, i -> values(1 + i % 3, (i - 4) / 1024.));
    assertThat(TEST.test(scaled).pValues()).isEqualTo(TEST.test(d).pValues());
    assertThat(MEAN.test(d).pValues().get(0)).isEqualTo(1);
    assertThat(MEAN.test(scaled).pValues().get(0)).isEqualTo(2 / 1024.);
  }

  @Test
  void nothingMovedIsNoEvidenceHoweverManyPairs() {
    assertThat(TEST.test(new double[100][2]))
        .isEqualTo(
            new MaxStatisticResult(
                List.of(0., 0.), List.of(1., 1.), "exact", 1, OptionalLong.empty()));
  }

  @Test
  void onePairThatDiffersProvesNothing() {
    assertThat(TEST.test(new double[][] {{5, -3}}).pValues()).containsExactly(1., 1.);
    assertThat(MEAN.test(new double[][] {{5, -3}, {0, 0}}).pValues()).containsExactly(1., 1.);
  }

  @Test
  void theEndsOfTheDoublesAreNoObstacle() {
    double max = Double.MAX_VALUE;
    double[][] d = {{max, 1e-300}, {max, 2e-300}, {max, 3e-300}};
    assertThat(TEST.test(d).pValues()).containsExactly(.25, .25);
    assertThat(MEAN.test(d).statistics().get(0)).isEqualTo(max);
  }

  @Test
  void largerSamplesAreDrawnAndTheSeedIsInTheResult() {
    double[][] d = rows(21, i -> values(i % 3 - .9, i % 5 - 1));
    MaxStatisticTest test = TEST.withSeed(42).withAssignments(999);
    MaxStatisticResult result = test.test(d);
    assertThat(result.method()).isEqualTo("monte-carlo");
    assertThat(result.seed()).hasValue(42);
    assertThat(result.assignments()).isEqualTo(999);
    assertThat(test.test(d)).isEqualTo(result);
    // all 2^20 assignments of the first 20 pairs beside drawn ones
    MaxStatisticResult exact = TEST.test(Arrays.copyOf(d, 20));
    assertThat(exact.method()).isEqualTo("exact");
    assertThat(exact.assignments()).isEqualTo(1 << 20);
  }

  @Test
  void drawnValuesAreCloseToTheExactOnes() {
    double[][] d = rows(20, i -> values(i % 4 - 1, i % 5 - 1.5, i * 7 % 11 - 5));
    MaxStatisticResult exact = TEST.test(d);
    // the same three columns again and again are too many to be enumerated
    double[][] wide = rows(20, i -> generate(3 * 172, j -> d[i][j % 3]));
    MaxStatisticResult drawn = TEST.withAssignments(4_000).test(wide);
    assertThat(drawn.method()).isEqualTo("monte-carlo");
    for (int j = 0; j < 3; j++) {
      assertThat(drawn.pValues().get(j)).isCloseTo(exact.pValues().get(j), within(.03));
    }
  }

  @Property(tries = 200)
  void neitherTheOrderOfPairsNorSwappingThemPlaysAPart(
      @ForAll("differences") double[] values,
      @ForAll @IntRange(min = 1, max = 3) int columns,
      @ForAll @IntRange(min = 1, max = 3) int times,
      @ForAll Statistic statistic,
      @ForAll Random random) {
    // up to 36 pairs: some are enumerated, some drawn
    int n = values.length * times;
    double[][] d = rows(n, i -> generate(columns, j -> values[(i + 5 * j) % values.length] + j));
    List<double[]> list = new ArrayList<>(List.of(d));
    Collections.shuffle(list, random);
    double[][] shuffled = list.toArray(new double[0][]);
    double[][] swapped = list.stream().map(Laws::negated).toArray(double[][]::new);
    MaxStatisticTest test = TEST.with(statistic).withAssignments(99);
    MaxStatisticResult result = test.test(d);
    assertThat(test.test(shuffled).pValues()).isEqualTo(result.pValues());
    assertThat(test.test(swapped).pValues()).isEqualTo(result.pValues());
    assertThat(result.pValues()).allSatisfy(p -> assertThat(p).isPositive().isLessThanOrEqualTo(1));
    assertThat(test.test(d, d).pValues()).containsOnly(1.);
  }

  @Provide
  Arbitrary<double[]> differences() {
    return Laws.moderateSamples();
  }

  @Test
  void adjustedValuesHoldTheLevelOverAllCoordinates() {
    Random random = new Random(11);
    int rejected = 0;
    for (int k = 0; k < 500; k++) {
      double[][] d = new double[9][4];
      for (double[] row : d) {
        double common = random.nextGaussian();
        Arrays.setAll(row, j -> common + random.nextGaussian());
      }
      if (TEST.test(d).reject(.1)) {
        rejected++;
      }
    }
    // P(binomial(500, 0.1) > 71) = 0.0013, scipy 1.17.1
    assertThat(rejected).isBetween(30, 71);
  }

  @Test
  void pairsOfRowsAreSubtracted() {
    double[][] x = {{1, 2}, {3, 5}};
    double[][] y = {{0, 2}, {1, 1}};
    assertThat(MEAN.test(x, y).statistics()).containsExactly(1.5, 2.);
  }

  @Test
  void impossibleArgumentsAreRefused() {
    assertRefused(
        "differences is empty: one pair is needed at least", () -> TEST.test(new double[0][]));
    assertRefused(
        "differences[0] is empty: a sample needs at least one value",
        () -> TEST.test(new double[1][0]));
    assertRefused(
        "differences[1] has 1 values and differences[0] has 2",
        () -> TEST.test(new double[][] {{1, 2}, {1}}));
    assertRefused(
        "differences[0][1] is NaN: samples must be finite",
        () -> TEST.test(new double[][] {{1, Double.NaN}}));
    assertRefused("x has 1 rows and y has 2", () -> TEST.test(new double[1][1], new double[2][1]));
    assertRefused("assignments is 0: it must be positive", () -> TEST.withAssignments(0));
  }

  /** What a row of a matrix holds. */
  private interface Row {
    double[] of(int i);
  }

  private static double[][] rows(int n, Row row) {
    double[][] rows = new double[n][];
    Arrays.setAll(rows, row::of);
    return rows;
  }

  private static void assertRefused(String message, Runnable call) {
    assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}

package dev.canary.stats;

import static dev.canary.stats.MaximumMeanDiscrepancyTest.Form.BIASED;
import static dev.canary.stats.MaximumMeanDiscrepancyTest.Form.UNBIASED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.random.MersenneTwister;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@link MaximumMeanDiscrepancyTest} and {@link PairedEnergyTest} give the numbers that are
 * published.
 */
class PairedRowsVectorsTest {
  private static final MaximumMeanDiscrepancyTest MMD = MaximumMeanDiscrepancyTest.withDefaults();
  private static final PairedEnergyTest ENERGY = PairedEnergyTest.withDefaults();

  @ParameterizedTest
  // vectors.md V21, digits by numpy 2.4.6
  @CsvSource({
    "0.5, -0.22313016014842985, 0.7768698398515701",
    "1, -0.6873289512241234, 0.3126696778167901",
    "2, -0.8951150960055034, 0.07066678568283047"
  })
  void bothFormsAreThoseOfThePapers(double bandwidth, double unbiased, double biased) {
    double[][] x = {{1, 2, 3}, {4, 5, 6}};
    double[][] y = {{1.5, 2.5, 3.5}, {4.5, 5.5, 6.5}};
    MaximumMeanDiscrepancyTest test = MMD.withBandwidth(bandwidth);
    assertThat(test.with(BIASED).test(x, y).statistic()).isCloseTo(biased, within(1e-15));
    assertThat(test.with(UNBIASED).test(x, y).statistic()).isCloseTo(unbiased, within(1e-15));
    assertThat(test.test(x, y).bandwidth()).hasValue(bandwidth);
  }

  @Test
  void numbersAreRowsOfOne() {
    // vectors.md V21
    MaximumMeanDiscrepancyTest test = MMD.withBandwidth(5);
    assertThat(test.test(Vectors.a(), Vectors.b()).statistic())
        .isCloseTo(0.16715347619537657, within(1e-15));
    assertThat(test.with(UNBIASED).test(Vectors.a(), Vectors.b()).statistic())
        .isCloseTo(0.09212422064624182, within(1e-15));
    // vectors.md V11: the squared distance
    assertThat(ENERGY.test(Vectors.a(), Vectors.b()).statistic())
        .isCloseTo(2.4656250000000015, within(1e-14));
  }

  @ParameterizedTest
  // vectors.md V22, digits by numpy 2.4.6
  @CsvSource({
    "0, 0.0005275545113725411, 0.013450141697696205",
    "2, 0.43377622274811245, 0.4466988099344361"
  })
  void hundredNormalNumbersGiveThePublishedValue(double mean, double unbiased, double biased) {
    double[] draws = numpyNormals(31, 200);
    double[] x = Vectors.generate(100, i -> mean + draws[i]);
    double[] y = Vectors.generate(100, i -> draws[100 + i]);
    MaximumMeanDiscrepancyTest test = MMD.withBandwidth(.5);
    assertThat(test.with(UNBIASED).test(x, y).statistic()).isCloseTo(unbiased, within(1e-14));
    assertThat(test.test(x, y).statistic()).isCloseTo(biased, within(1e-14));
  }

  /** The normal numbers of {@code numpy.random.seed}, by the polar method. */
  private static double[] numpyNormals(int seed, int count) {
    MersenneTwister random = new MersenneTwister(seed);
    double[] normals = new double[count];
    for (int i = 0; i < count; i += 2) {
      double u;
      double v;
      double square;
      do {
        u = 2 * numpyDouble(random) - 1;
        v = 2 * numpyDouble(random) - 1;
        square = u * u + v * v;
      } while (square >= 1 || square == 0);
      double factor = Math.sqrt(-2 * Math.log(square) / square);
      normals[i] = v * factor;
      normals[i + 1] = u * factor;
    }
    return normals;
  }

  private static double numpyDouble(MersenneTwister random) {
    return ((random.nextInt() >>> 5) * 0x1p26 + (random.nextInt() >>> 6)) * 0x1p-53;
  }

  @Test
  void theStatisticConvergesToTheClosedForm() {
    // vectors.md V28: unit normals one apart, width 1
    UniformRandomProvider random = RandomSource.SPLIT_MIX_64.create(5);
    double[] x = Vectors.generate(2000, i -> normal(random));
    double[] y = Vectors.generate(2000, i -> normal(random) + 1);
    double d2 = 2 / Math.sqrt(3) * (1 - Math.exp(-1 / 6.));
    SwapResult result = MMD.with(UNBIASED).withBandwidth(1).withAssignments(99).test(x, y);
    assertThat(result.statistic()).isCloseTo(d2, within(.02));
    assertThat(result.pValue()).isEqualTo(.01);
  }

  private static double normal(UniformRandomProvider random) {
    return Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
        * Math.cos(2 * Math.PI * random.nextDouble());
  }
}

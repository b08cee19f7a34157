package dev.canary.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

/**
 * Distances between distributions whose values are known in closed form (vectors.md V27), by the
 * quantiles of each at the midpoints of equal shares; and the p-value of a permutation test (V23).
 */
class ClosedFormVectorsTest {
  private static final int SHARES = 20_000;
  private static final NormalDistribution NORMAL = new NormalDistribution();

  private static double[] quantiles(DoubleUnaryOperator inverse) {
    return IntStream.range(0, SHARES)
        .mapToDouble(i -> inverse.applyAsDouble((i + .5) / SHARES))
        .toArray();
  }

  private static double[] normal(double mean, double sd) {
    return quantiles(p -> mean + sd * NORMAL.inverseCumulativeProbability(p));
  }

  @Test
  void normalsOneApartHaveTheirKolmogorovDistance() {
    // 2 Phi(1/2) - 1
    assertThat(
            KolmogorovSmirnovTest.withDefaults()
                .with(PValueMethod.ASYMPTOTIC)
                .test(normal(0, 1), normal(1, 1))
                .statistic())
        .isCloseTo(0.38292492254802624, within(2. / SHARES));
  }

  @Test
  void aTenfoldSpreadIsMovedNineMeanDeviations() {
    // 9 sqrt(2 / pi); the quantiles miss a little of the tails
    assertThat(Wasserstein.withDefaults().between(normal(0, 1), normal(0, 10)).value())
        .isCloseTo(9 * Math.sqrt(2 / Math.PI), within(1e-3));
  }

  @Test
  void uniformsHalfApartAreMovedHalfTheirWidth() {
    double[] low = quantiles(p -> 100 * p);
    double[] high = quantiles(p -> 50 + 100 * p);
    // a third of the width of both, [0, 150)
    assertThat(Wasserstein.withDefaults().between(low, high).value() / 150)
        .isCloseTo(1. / 3, within(1e-9));
  }

  @Test
  void normalsTwoApartHaveTheirHellingerDistance() {
    // sqrt(1 - exp(-1/2)), over 12,000 bins from -8 to 4 that hold all but 1e-4 of it
    double[] still = IntStream.range(0, 12_000).mapToDouble(i -> density(i, 0)).toArray();
    double[] moved = IntStream.range(0, 12_000).mapToDouble(i -> density(i, -2)).toArray();
    assertThat(Hellinger.withDefaults().between(still, moved).value())
        .isCloseTo(0.6272713450233213, within(1e-4));
  }

  private static double density(int bin, double mean) {
    double x = -8 + bin / 1000. - mean;
    return Math.exp(-x * x / 2);
  }

  @Test
  void aPermutationIsCountedWithItself() {
    // Frouros, tests/unit/callbacks/batch: 2 of 1,000 reach the observed value, and itself does
    assertThat(new ConformalPValue(.5, 2, 1000).pValue())
        .isCloseTo(0.002997002997002997, within(1e-16));
    assertThat(ConformalPValue.of(new double[] {.4, .6, .7, .3, .2}, .5).atLeast()).isEqualTo(2);
  }
}

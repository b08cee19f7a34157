package dev.canary.stats;

import static dev.canary.stats.Vectors.generate;
import static dev.canary.stats.Vectors.shifted;
import static dev.canary.stats.Vectors.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.canary.stats.EnergyDistance.Form;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link Wasserstein} and {@link EnergyDistance}. */
class SampleDistanceTest {

  private static final Wasserstein W1 = Wasserstein.withDefaults();
  private static final EnergyDistance ROOT = EnergyDistance.withDefaults();
  private static final EnergyDistance SQUARED = ROOT.with(Form.SQUARED);

  /** x, y, Wasserstein-1, squared energy. */
  static Stream<Arguments> vectors() {
    double[] a = Vectors.a();
    return Stream.of(
        // vectors.md V10, V11 (scipy's own tests; A and B: scipy 1.17.1)
        Arguments.of(values(0, 2), values(0), 1, 1),
        Arguments.of(values(0), values(1), 1, 2),
        Arguments.of(values(-5), values(5), 10, 20),
        Arguments.of(values(0, 1, 2), values(1, 2, 3), 1, 2 / 3.),
        Arguments.of(a, a, 0, 0),
        Arguments.of(a, shifted(a, 5), 5, 3.7375),
        Arguments.of(a, Vectors.b(), 4.1625, 2.465625),
        // scipy 1.17.1; the energies also from all pairs over fractions in Python
        Arguments.of(grid40(), grid65(), 0.024997047936096504, 0.0015826719289706256),
        Arguments.of(Vectors.tied13(), Vectors.tied15(), 2.305, 0.86255),
        // scipy 1.17.1
        Arguments.of(
            generate(100_000, i -> (7919L * i % 100003) / 1000.),
            generate(90_000, i -> (104729L * i % 99991) / 1000. + .25),
            0.24360568666666593,
            0.0011861978292740728));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void valuesAgreeWithOtherTools(double[] x, double[] y, double wasserstein, double energy) {
    assertThat(W1.between(x, y).value()).isCloseTo(wasserstein, within(1e-12 * wasserstein));
    assertThat(SQUARED.between(x, y).value()).isCloseTo(energy, within(1e-12 * energy));
    assertThat(ROOT.between(x, y).value())
        .isCloseTo(Math.sqrt(energy), within(1e-12 * Math.sqrt(energy)));
  }

  /** x, its weights, y, its weights, Wasserstein-1, squared energy. */
  static Stream<Arguments> weightedVectors() {
    double[] x = {4.5, 6.7, 2.1};
    double[] y = {4.6, 7, 9.2};
    return Stream.of(
        // vectors.md V10, V11 (scipy's own tests); energies over fractions in Python
        Arguments.of(values(0, 1), values(3, 1), values(0), values(1), .25, .125),
        Arguments.of(values(0, 2), values(1, 1), values(0), values(1), 1, 1),
        Arguments.of(x, values(3, 1, 1), y, values(1, 3, 1), 2.5, 2.392),
        // the same under another unit of weight
        Arguments.of(x, values(3e-200, 1e-200, 1e-200), y, values(1e200, 3e200, 1e200), 2.5, 2.392),
        // scipy 1.17.1; the energy also from all pairs over fractions in Python
        Arguments.of(
            grid40(),
            generate(40, i -> 1 + (i * 7) % 5),
            grid65(),
            generate(65, i -> (i * 3) % 4),
            0.03257495962265536,
            0.002717772302365134));
  }

  @ParameterizedTest
  @MethodSource("weightedVectors")
  void weightsCountAsRepetitions(
      double[] x, double[] u, double[] y, double[] v, double wasserstein, double energy) {
    assertThat(W1.between(x, u, y, v).value()).isCloseTo(wasserstein, within(1e-12 * wasserstein));
    assertThat(SQUARED.between(x, u, y, v).value()).isCloseTo(energy, within(1e-12 * energy));
    assertThat(W1.between(x, u, x, u).value()).isZero();
  }

  @Test
  void aValueWithoutWeightIsNotThere() {
    assertThat(W1.between(values(1, 1e308), values(1, 0), values(1), values(5)).value()).isZero();
    assertThat(W1.between(values(-1e308, 1), values(0, 2), values(1), values(5)).value()).isZero();
  }

  @Test
  void whatExceedsTheLargestDoubleIsTheLargestDouble() {
    double max = Double.MAX_VALUE;
    assertThat(W1.between(values(-max), values(max)).value()).isEqualTo(max);
    assertThat(SQUARED.between(values(-max), values(max)).value()).isEqualTo(max);
    assertThat(W1.between(values(-max, max, max, max), values(max)).value())
        .isCloseTo(max / 2, within(max * 1e-15));
  }

  @Test
  void aSmallMoveInALargeSampleKeepsItsDigits() {
    double[] x = generate(100_000, i -> i);
    double[] y = x.clone();
    y[99_999] += .5;
    // one of 100,000 values moves by 1/2
    assertThat(W1.between(x, y).value()).isCloseTo(.5 / 1e5, within(1e-20));
    assertThat(SQUARED.between(x, y).value()).isCloseTo(2 * .5 / 1e10, within(1e-25));
  }

  @Test
  void impossibleArgumentsAreRefused() {
    assertThatThrownBy(() -> W1.between(values(1), values(2, Double.NaN)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("y[1] is NaN: samples must be finite");
    assertThatThrownBy(() -> ROOT.between(values(), values(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("x is empty: a sample needs at least one value");
    assertThatThrownBy(() -> W1.between(values(1), values(1, 2), values(1), values(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("x has 1 values and weightsX has 2");
    assertThatThrownBy(() -> ROOT.between(values(1), values(1), values(1), values(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("weightsY holds no positive weight");
  }

  private static double[] grid40() {
    return generate(40, i -> (7919 * i % 1009) / 1009.);
  }

  private static double[] grid65() {
    return generate(65, i -> (104729 * i % 997) / 900. - .05);
  }
}

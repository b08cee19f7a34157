package dev.canary.stats;

import static dev.canary.stats.Vectors.a;
import static dev.canary.stats.Vectors.b;
import static dev.canary.stats.Vectors.generate;
import static dev.canary.stats.Vectors.repeat;
import static dev.canary.stats.Vectors.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleBiFunction;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** {@link EffectSizes} and {@link CramersV}. */
class EffectSizesTest {

  private static final List<ToDoubleBiFunction<double[], double[]>> ALL =
      List.of(
          EffectSizes::cliffsDelta,
          EffectSizes::rankBiserial,
          EffectSizes::cohensDz,
          EffectSizes::cohensD);
  private static final CramersV V = CramersV.withDefaults();

  @Provide
  Arbitrary<double[]> samples() {
    return Laws.moderateSamples();
  }

  @Test
  void knownPairsHaveKnownSizes() {
    // whole-number counts; d_z is t / sqrt(8) of V32
    assertThat(EffectSizes.cliffsDelta(a(), b())).isEqualTo((49 - 15) / 64.);
    assertThat(EffectSizes.rankBiserial(a(), b())).isCloseTo(34 / 36., within(1e-15));
    assertThat(EffectSizes.cohensDz(a(), b()))
        .isCloseTo(3.1398144712830116 / Math.sqrt(8), within(1e-14));
    // ttest_ind(a, b).statistic sqrt(1 / 8 + 1 / 8), scipy 1.17.1
    assertThat(EffectSizes.cohensD(a(), b())).isCloseTo(1.8594523396226919 / 2, within(1e-14));
  }

  @Property(tries = 200)
  void sizesAreAntisymmetricAndZeroForIdenticalData(
      @ForAll("samples") double[] x, @ForAll("samples") double[] other, @ForAll Random random) {
    double[] y = generate(x.length, i -> other[i % other.length]);
    for (ToDoubleBiFunction<double[], double[]> size : ALL) {
      double value = size.applyAsDouble(x, y);
      assertThat(value).isFinite();
      assertThat(size.applyAsDouble(y, x)).isCloseTo(-value, within(1e-12 * Math.abs(value)));
      assertThat(size.applyAsDouble(x, x.clone())).isZero();
    }
    assertThat(EffectSizes.cliffsDelta(Laws.shuffled(x, random), y))
        .isEqualTo(EffectSizes.cliffsDelta(x, y));
  }

  @Test
  void constantsApartAreAsFarAsNumbersGo() {
    assertThat(EffectSizes.cohensDz(repeat(1, 5), repeat(2, 5))).isEqualTo(-Double.MAX_VALUE);
    assertThat(EffectSizes.cohensD(repeat(2, 5), repeat(1, 5))).isEqualTo(Double.MAX_VALUE);
    assertThat(EffectSizes.cliffsDelta(repeat(2, 5), repeat(1, 5))).isEqualTo(1);
    assertThat(EffectSizes.rankBiserial(repeat(1, 5), repeat(2, 5))).isEqualTo(-1);
  }

  @Test
  void singleValuesHaveNoSpread() {
    assertThat(EffectSizes.cohensDz(values(1), values(2))).isZero();
    assertThat(EffectSizes.cohensD(values(1), values(2))).isZero();
    assertThat(EffectSizes.cliffsDelta(values(1), values(2))).isEqualTo(-1);
  }

  @Test
  void nonFiniteValuesAreRefusedByName() {
    for (ToDoubleBiFunction<double[], double[]> size : ALL) {
      assertThatThrownBy(() -> size.applyAsDouble(values(1, 2), values(1, Double.NaN)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("y[1] is NaN: samples must be finite");
    }
  }

  @Test
  void cramersVAgreesWithBergsma() {
    // vectors.md V26, scipy 1.17.1's chi2_contingency and Bergsma's formula
    long[][] table = {{200, 800}, {400, 600}};
    assertThat(V.of(table)).isCloseTo(0.2171229616501070, within(1e-14));
    assertThat(V.with(Continuity.CORRECTED).of(table)).isCloseTo(0.2160257918350864, within(1e-14));
  }

  @Test
  void cramersVAnswersDegenerateTablesByRule() {
    assertThat(V.of(new long[][] {{3, 5}, {3, 5}})).isZero();
    assertThat(V.of(new long[][] {{3, 0}, {8, 0}})).isZero();
    assertThat(V.of(new long[][] {{0, 0}, {8, 2}})).isZero();
    assertThat(V.of(new long[][] {{1, 0}, {0, 1}})).isZero();
    assertThat(V.of(new long[][] {{500, 0}, {0, 500}})).isCloseTo(1, within(1e-12));
    assertThat(V.of(new long[][] {{5, 1, 0}, {2, 9, 0}}))
        .isCloseTo(V.of(new long[][] {{1, 5}, {9, 2}}), within(1e-15));
    assertThat(V.of(new long[][] {{5, 1, 4}, {2, 9, 3}}))
        .isCloseTo(V.of(new long[][] {{5, 2}, {1, 9}, {4, 3}}), within(1e-15));
  }

  @Test
  void impossibleTablesAreRefused() {
    assertRefused("counts has 1 rows: two are needed at least", new long[][] {{1, 2}});
    assertRefused("counts[1] has 1 values and counts[0] has 2", new long[][] {{1, 2}, {1}});
    assertRefused("counts[1][0] is -1: a count is not negative", new long[][] {{1, 2}, {-1, 2}});
    assertRefused("counts holds no count", new long[2][2]);
  }

  private static void assertRefused(String message, long[][] table) {
    assertThatThrownBy(() -> V.of(table))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}

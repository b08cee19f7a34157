package dev.canary.stats;

import static dev.canary.stats.Vectors.generate;
import static dev.canary.stats.Vectors.repeat;
import static dev.canary.stats.Vectors.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** {@link Cosine}, {@link KendallDistance} and {@link KendallTauTest}. */
class PairedDistanceTest {

  private static final Cosine COSINE = Cosine.withDefaults();
  private static final KendallDistance KENDALL = KendallDistance.withDefaults();
  private static final KendallTauTest TAU = KendallTauTest.withDefaults();

  @Provide
  Arbitrary<PairedDistance> measures() {
    return Arbitraries.of(COSINE, KENDALL);
  }

  @Provide
  Arbitrary<double[]> samples() {
    return Laws.samples();
  }

  @Property(tries = 300)
  void distancesAreSymmetricAndBetweenZeroAndTwo(
      @ForAll("measures") PairedDistance measure,
      @ForAll("samples") double[] x,
      @ForAll("samples") double[] other) {
    double[] y = generate(x.length, i -> other[i % other.length]);
    Distance there = measure.between(x, y);
    assertThat(there.value()).isBetween(0., 2.);
    assertThat(measure.between(y, x)).isEqualTo(there);
    assertThat(there.name()).isEqualTo(measure.name());
    assertThat(measure.between(x, x.clone()).value()).isZero();
  }

  @Property(tries = 300)
  void theOrderOfThePairsPlaysNoPart(
      @ForAll("measures") PairedDistance measure,
      @ForAll("samples") double[] x,
      @ForAll("samples") double[] other,
      @ForAll long seed) {
    double[] y = generate(x.length, i -> other[i % other.length]);
    double value = measure.between(x, y).value();
    assertThat(
            measure
                .between(Laws.shuffled(x, new Random(seed)), Laws.shuffled(y, new Random(seed)))
                .value())
        .isCloseTo(value, within(1e-15));
  }

  @Property(tries = 300)
  void tauIsWhatAllPairsGive(@ForAll("samples") double[] x, @ForAll("samples") double[] other) {
    double[] y = generate(x.length, i -> other[i % other.length]);
    double both = 0;
    double inX = 0;
    double inY = 0;
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < i; j++) {
        both += sign(x[i], x[j]) * sign(y[i], y[j]);
        inX += Math.abs(sign(x[i], x[j]));
        inY += Math.abs(sign(y[i], y[j]));
      }
    }
    double tau = inX == 0 || inY == 0 ? (inX == inY ? 1 : 0) : both / Math.sqrt(inX * inY);
    Significance result = TAU.test(x, y);
    assertThat(result.statistic()).isCloseTo(tau, within(1e-15));
    assertThat(result.pValue()).isPositive().isLessThanOrEqualTo(1);
    assertThat(KENDALL.between(x, y).value()).isCloseTo(1 - tau, within(1e-15));
    assertThat(TAU.test(y, x)).isEqualTo(result);
  }

  private static double sign(double a, double b) {
    return Math.signum(Double.compare(a + 0.0, b + 0.0));
  }

  @Test
  void tiedOrdersAgreeWithScipy() {
    // the example of kendalltau, scipy 1.17.1
    Significance result = TAU.test(values(12, 2, 1, 12, 2), values(1, 4, 7, 1, 0));
    assertThat(result.statistic()).isCloseTo(-0.47140452079103173, within(1e-15));
    assertThat(result.pValue()).isCloseTo(0.2827454599327748, within(1e-12));
    assertThat(result.method()).isEqualTo("asymptotic");
  }

  @Test
  void sameAndReverseOrdersOfAnyLengthAreExact() {
    double[] up = generate(2000, i -> i);
    double[] down = Laws.negated(up);
    // 2 / 2000!; R 4.2.2: log(2) - lfactorial(2000)
    assertThat(TAU.test(up, down).logPValue()).isCloseTo(-13205.83120333325, within(1e-8));
    assertThat(TAU.test(up, down).pValue()).isEqualTo(Double.MIN_VALUE);
    assertThat(TAU.test(up, down).statistic()).isEqualTo(-1);
    assertThat(TAU.test(up, up).method()).isEqualTo("exact");
    assertThat(TAU.with(Alternative.GREATER).test(up, down).pValue()).isEqualTo(1);
    assertThat(KENDALL.between(up, down).value()).isEqualTo(2);
  }

  @Test
  void automaticIsExactUpTo33WithoutTies() {
    double[] up = generate(34, i -> i);
    double[] mixed = generate(34, i -> i * 9 % 35); // 9 and 35 have no common divisor: no ties
    double[] shorter = generate(33, i -> mixed[i]);
    assertThat(TAU.test(generate(33, i -> i), shorter).method()).isEqualTo("exact");
    assertThat(TAU.test(up, mixed).method()).isEqualTo("asymptotic");
  }

  @Test
  void constantVectorsAnswerByRule() {
    double[] constant = repeat(3, 5);
    double[] other = values(1, 2, 3, 4, 5);
    assertThat(TAU.test(constant, other)).isEqualTo(new Significance(0, 1, "exact"));
    assertThat(TAU.test(constant, repeat(7, 5))).isEqualTo(new Significance(1, 1, "exact"));
    assertThat(TAU.test(values(1), values(2)).pValue()).isEqualTo(1);
    assertThat(KENDALL.between(constant, other).value()).isEqualTo(1);
    assertThat(KENDALL.between(constant, repeat(7, 5)).value()).isZero();
    assertThat(COSINE.between(repeat(0, 5), other).value()).isEqualTo(1);
    assertThat(COSINE.between(repeat(0, 5), repeat(0, 5)).value()).isZero();
    assertThat(COSINE.between(constant, repeat(7, 5)).value()).isCloseTo(0, within(1e-30));
  }

  @Test
  void directionsHaveKnownDistances() {
    assertThat(COSINE.between(values(1, 0), values(0, 1)).value()).isCloseTo(1, within(1e-15));
    assertThat(COSINE.between(values(1, 2), values(-2, -4)).value()).isCloseTo(2, within(1e-15));
    assertThat(COSINE.between(values(1e300, 1e300), values(1e-300, 1e-300)).value())
        .isCloseTo(0, within(1e-30));
    // 1 - 1 / sqrt(1 + 1e-16) = 5e-17 (1 - 7.5e-17), of which 1 - x y / (|x| |y|) keeps no digit
    assertThat(COSINE.between(values(1, 0), values(1, 1e-8)).value())
        .isCloseTo(5e-17, within(5e-29));
  }

  @Test
  void impossibleArgumentsAreRefused() {
    assertRefused("x has 2 values and y has 1", () -> COSINE.between(values(1, 2), values(1)));
    assertRefused(
        "y[0] is NaN: samples must be finite", () -> KENDALL.between(values(1), values(0 / 0.)));
    assertRefused(
        "x or y holds ties: an exact p-value needs distinct values",
        () -> TAU.with(PValueMethod.EXACT).test(values(1, 1, 2), values(1, 2, 3)));
    double[] mixed = generate(3001, i -> i * 1009L % 3001);
    assertThatThrownBy(() -> TAU.with(PValueMethod.EXACT).test(generate(3001, i -> i), mixed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(": an exact p-value takes at most 1000000000");
  }

  private static void assertRefused(String message, Runnable call) {
    assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}

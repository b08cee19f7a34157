package dev.canary.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Every {@link PairedTest}, {@link ConformalPValue} and {@link Median}. */
class PairedLawsTest {

  private static final SignFlipTest FLIPS = SignFlipTest.withDefaults().withAssignments(199);

  @Provide
  Arbitrary<double[]> samples() {
    return Laws.samples();
  }

  @Provide
  Arbitrary<double[]> differences() {
    return Laws.moderateSamples();
  }

  /** Tests of no difference, whose two-sided answer to identical pairs is 1. */
  private static List<PairedTest> testsOfNoDifference() {
    WilcoxonTest wilcoxon = WilcoxonTest.withDefaults();
    WilcoxonTest normal = wilcoxon.with(PValueMethod.ASYMPTOTIC);
    return List.of(
        FLIPS,
        wilcoxon,
        wilcoxon.with(WilcoxonTest.Zeros.PRATT),
        normal,
        normal.with(WilcoxonTest.Zeros.PRATT).with(Continuity.CORRECTED),
        normal.with(WilcoxonTest.Zeros.ZSPLIT),
        SignTest.withDefaults(),
        PairedTTest.withDefaults());
  }

  @Provide
  Arbitrary<PairedTest> pairedTests() {
    return Arbitraries.oneOf(
        Arbitraries.of(testsOfNoDifference()),
        Arbitraries.of(
            WilcoxonTest.withDefaults().with(Alternative.GREATER),
            WilcoxonTest.withDefaults().with(PValueMethod.ASYMPTOTIC).with(Alternative.LESS),
            SignTest.withDefaults().with(Alternative.LESS),
            PairedTTest.withDefaults().with(Alternative.GREATER),
            EquivalenceTest.within(-1, 2),
            KendallTauTest.withDefaults(),
            KendallTauTest.withDefaults().with(Alternative.LESS)));
  }

  @Property(tries = 500)
  void answersAreInRangeWhateverTheOrderOfPairs(
      @ForAll("pairedTests") PairedTest test,
      @ForAll("differences") double[] x,
      @ForAll("differences") double[] other,
      @ForAll long seed) {
    double[] y = Vectors.generate(x.length, i -> other[i % other.length]);
    TestResult result = test.test(x, y);
    assertThat(result.statistic()).isFinite();
    assertThat(result.pValue()).isPositive().isLessThanOrEqualTo(1);
    assertThat(result.logPValue()).isNotPositive().isFinite();
    assertThat(Math.exp(result.logPValue()))
        .isCloseTo(result.pValue(), within(1e-12 * result.pValue() + Double.MIN_VALUE));
    TestResult shuffled =
        test.test(Laws.shuffled(x, new Random(seed)), Laws.shuffled(y, new Random(seed)));
    assertThat(shuffled.pValue()).isCloseTo(result.pValue(), within(1e-9 * result.pValue()));
    assertThat(shuffled.method()).isEqualTo(result.method());
  }

  @Property(tries = 300)
  void identicalPairsGiveOneAndSwappingThemPlaysNoPart(
      @ForAll("differences") double[] x, @ForAll("differences") double[] other) {
    double[] y = Vectors.generate(x.length, i -> other[i % other.length]);
    for (PairedTest test : testsOfNoDifference()) {
      assertThat(test.test(x, x.clone()).pValue()).as(test.name()).isEqualTo(1);
      assertThat(test.test(y, x).pValue()).as(test.name()).isEqualTo(test.test(x, y).pValue());
    }
  }

  @Property(tries = 300)
  void oneSidedAnswersSwapWithThePairs(
      @ForAll("differences") double[] x, @ForAll("differences") double[] other) {
    double[] y = Vectors.generate(x.length, i -> other[i % other.length]);
    WilcoxonTest wilcoxon = WilcoxonTest.withDefaults();
    assertSame(wilcoxon.with(Alternative.LESS), wilcoxon.with(Alternative.GREATER), x, y);
    SignTest sign = SignTest.withDefaults();
    assertSame(sign.with(Alternative.LESS), sign.with(Alternative.GREATER), x, y);
    PairedTTest t = PairedTTest.withDefaults();
    assertSame(t.with(Alternative.LESS), t.with(Alternative.GREATER), x, y);
  }

  private static void assertSame(PairedTest test, PairedTest swapped, double[] x, double[] y) {
    assertThat(test.test(x, y).pValue()).isEqualTo(swapped.test(y, x).pValue());
  }

  @Property(tries = 200)
  void wilcoxonEnumeratesTheDefinition(@ForAll("differences") double[] d) {
    WilcoxonTest test = WilcoxonTest.withDefaults().with(Alternative.GREATER);
    for (WilcoxonTest.Zeros zeros : WilcoxonTest.Zeros.values()) {
      double observed = test.with(zeros).test(d).statistic();
      int reached = 0;
      for (int signs = 0; signs < 1 << d.length; signs++) {
        int assignment = signs;
        double[] flipped =
            Vectors.generate(d.length, i -> (assignment >> i & 1) == 0 ? d[i] : -d[i]);
        if (test.with(zeros).with(PValueMethod.ASYMPTOTIC).test(flipped).statistic() >= observed) {
          reached++;
        }
      }
      assertThat(test.with(zeros).test(d).pValue())
          .isCloseTo(reached / Math.scalb(1., d.length), within(1e-12));
    }
  }

  @Property(tries = 200)
  void signFlipsAnswerInRange(@ForAll("differences") double[] d) {
    assertThat(FLIPS.test(d).pValue()).isPositive().isLessThanOrEqualTo(1);
    assertThat(FLIPS.test(d).statistic()).isNotNegative().isFinite();
  }

  @Property(tries = 200)
  void identicalPairsGiveOne(@ForAll("samples") double[] x) {
    assertThat(FLIPS.test(x, x.clone()).pValue()).isEqualTo(1);
    assertThat(FLIPS.test(x, x.clone()).statistic()).isZero();
  }

  @Property(tries = 200)
  void theOrderOfPairsPlaysNoPart(@ForAll("differences") double[] d, @ForAll Random random) {
    double[] many = repeated(d, 10);
    assertThat(FLIPS.test(Laws.shuffled(d, random))).isEqualTo(FLIPS.test(d));
    assertThat(FLIPS.test(Laws.shuffled(many, random))).isEqualTo(FLIPS.test(many));
  }

  @Property(tries = 200)
  void swappingThePairsPlaysNoPart(@ForAll("differences") double[] d) {
    assertSame(FLIPS.test(Laws.negated(d)), FLIPS.test(d));
    double[] many = repeated(d, 10);
    assertSame(FLIPS.test(Laws.negated(many)), FLIPS.test(many));
  }

  @Property(tries = 200)
  void enumerationIsTheDefinition(@ForAll("differences") double[] d) {
    double[] whole = Arrays.stream(d).map(Math::rint).toArray();
    double observed = Math.abs(Arrays.stream(whole).sum());
    int reached = 0;
    for (int signs = 0; signs < 1 << whole.length; signs++) {
      double sum = 0;
      for (int i = 0; i < whole.length; i++) {
        sum += (signs >> i & 1) == 0 ? whole[i] : -whole[i];
      }
      if (Math.abs(sum) >= observed) {
        reached++;
      }
    }
    assertThat(FLIPS.test(whole).pValue()).isEqualTo(reached / Math.scalb(1., whole.length));
  }

  @Property(tries = 200)
  void mcNemarAnswersInRangeWhateverTheSides(
      @ForAll @IntRange(min = 0, max = 5000) int b, @ForAll @IntRange(min = 0, max = 5000) int c) {
    Significance result = McNemarTest.withDefaults().test(b, c);
    assertThat(result.pValue()).isPositive().isLessThanOrEqualTo(1);
    assertThat(McNemarTest.withDefaults().test(c, b)).isEqualTo(result);
    assertThat(McNemarTest.withDefaults().test(b, b).pValue()).isEqualTo(1);
  }

  @Property(tries = 200)
  void theConformalValueIsARankWhateverTheOrder(
      @ForAll("samples") double[] captures,
      @ForAll("samples") double[] now,
      @ForAll Random random) {
    ConformalPValue result = ConformalPValue.of(captures, now[0]);
    assertThat(result.pValue()).isBetween(1 / (captures.length + 1.), 1.);
    assertThat(ConformalPValue.of(Laws.shuffled(captures, random), now[0])).isEqualTo(result);
    double smallest = Arrays.stream(captures).min().orElseThrow();
    assertThat(ConformalPValue.of(captures, smallest).pValue()).isEqualTo(1);
  }

  @Property(tries = 200)
  void theMedianIsTheQuantileAtOneHalfWhateverTheOrder(
      @ForAll("differences") double[] values, @ForAll Random random) {
    double median = Median.of(values);
    assertThat(Median.of(Laws.shuffled(values, random))).isEqualTo(median);
    assertThat(Quantiles.of(values, .5)).isBetween(median - 1e-9, median + 1e-9);
    assertThat(Median.of(Laws.negated(values)) + 0.0).isEqualTo(0.0 - median);
  }

  private static void assertSame(SignFlipResult swapped, SignFlipResult result) {
    assertThat(swapped.pValue()).isEqualTo(result.pValue());
    assertThat(swapped.statistic()).isEqualTo(result.statistic());
  }

  private static double[] repeated(double[] values, int times) {
    return Vectors.generate(values.length * times, i -> values[i % values.length]);
  }
}

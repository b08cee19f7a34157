package dev.canary.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple.Tuple2;
import net.jqwik.api.constraints.IntRange;

class DistanceLawsTest {

  private static final HistogramDistance KULLBACK_LEIBLER = KullbackLeibler.withDefaults();
  private static final HistogramDistance HOLD_OUT = KullbackLeibler.withDefaults().withHoldOut(.05);
  private static final HistogramDistance COUNTS = NormalizedAbsoluteDifference.withDefaults();

  @Provide
  Arbitrary<double[]> samples() {
    return Laws.samples();
  }

  @Provide
  Arbitrary<double[]> moderate() {
    return Laws.moderateSamples();
  }

  @Provide
  Arbitrary<Tuple2<double[], double[]>> histograms() {
    return Laws.histograms();
  }

  @Provide
  Arbitrary<SampleDistance> sampleDistances() {
    return Arbitraries.of(
        Wasserstein.withDefaults(),
        EnergyDistance.withDefaults(),
        EnergyDistance.withDefaults().with(EnergyDistance.Form.SQUARED));
  }

  @Provide
  Arbitrary<HistogramDistance> symmetricDistances() {
    return Arbitraries.of(
        PopulationStabilityIndex.withDefaults(),
        PopulationStabilityIndex.withDefaults().withFloor(Double.MIN_NORMAL).with(LogBase.BIT),
        JensenShannon.withDefaults(),
        JensenShannon.withDefaults().with(JensenShannon.Form.DIVERGENCE).with(LogBase.BIT),
        Hellinger.withDefaults(),
        TotalVariation.withDefaults(),
        LInfinity.withDefaults());
  }

  @Property(tries = 300)
  void samplesAreSymmetricFiniteAndNotNegative(
      @ForAll("sampleDistances") SampleDistance measure,
      @ForAll("samples") double[] x,
      @ForAll("samples") double[] y) {
    Distance there = measure.between(x, y);
    assertThat(there.value()).isNotNegative().isFinite();
    assertThat(measure.between(y, x)).isEqualTo(there);
    assertThat(there.name()).isEqualTo(measure.name());
  }

  @Property(tries = 300)
  void theOrderOfSamplesPlaysNoPart(
      @ForAll("sampleDistances") SampleDistance measure,
      @ForAll("samples") double[] x,
      @ForAll("samples") double[] y,
      @ForAll Random random) {
    assertThat(measure.between(Laws.shuffled(x, random), Laws.shuffled(y, random)))
        .isEqualTo(measure.between(x, y));
    assertThat(measure.between(x, Laws.shuffled(x, random)).value()).isZero();
  }

  @Property(tries = 200)
  void repeatingASampleChangesNoDistance(
      @ForAll("sampleDistances") SampleDistance measure,
      @ForAll("moderate") double[] x,
      @ForAll @IntRange(min = 2, max = 5) int times) {
    double[] repeated = Vectors.generate(x.length * times, i -> x[i % x.length]);
    assertThat(measure.between(x, repeated).value()).isZero();
  }

  @Property(tries = 300)
  void energyIsWhatAllPairsGive(@ForAll("moderate") double[] x, @ForAll("moderate") double[] y) {
    EnergyDistance squared = EnergyDistance.withDefaults().with(EnergyDistance.Form.SQUARED);
    double pairs = 2 * meanDistance(x, y) - meanDistance(x, x) - meanDistance(y, y);
    assertThat(squared.between(x, y).value()).isCloseTo(pairs, within(1e-8));
  }

  @Property(tries = 300)
  void wassersteinIsTheMeanDistanceOfSortedValues(
      @ForAll("moderate") double[] x, @ForAll("moderate") double[] y) {
    int n = Math.min(x.length, y.length);
    double[] a = Arrays.copyOf(x, n);
    double[] b = Arrays.copyOf(y, n);
    double value = Wasserstein.withDefaults().between(a, b).value();
    Arrays.sort(a);
    Arrays.sort(b);
    double mean = Arrays.stream(Vectors.generate(n, i -> Math.abs(a[i] - b[i]))).sum() / n;
    assertThat(value).isCloseTo(mean, within(1e-8));
  }

  @Property(tries = 300)
  void weightsDoWhatRepetitionsDo(
      @ForAll("moderate") double[] x,
      @ForAll("moderate") double[] y,
      @ForAll @IntRange(min = 1, max = 3) int step) {
    double[] weights = Vectors.generate(x.length, i -> 1 + i * step % 4);
    double[] repeated = repeated(x, weights);
    double[] ones = Vectors.generate(y.length, i -> 1);
    Wasserstein measure = Wasserstein.withDefaults();
    assertThat(measure.between(x, weights, y, ones)).isEqualTo(measure.between(repeated, y));
  }

  @Property(tries = 300)
  void histogramsAreSymmetricFiniteAndNotNegative(
      @ForAll("symmetricDistances") HistogramDistance measure,
      @ForAll("histograms") Tuple2<double[], double[]> pair) {
    Distance there = measure.between(pair.get1(), pair.get2());
    assertThat(there.value()).isNotNegative().isFinite();
    assertThat(measure.between(pair.get2(), pair.get1()).value())
        .isCloseTo(there.value(), within(1e-12 * there.value()));
  }

  @Property(tries = 300)
  void equalHistogramsAreAtDistanceZero(
      @ForAll("symmetricDistances") HistogramDistance measure,
      @ForAll("histograms") Tuple2<double[], double[]> pair) {
    double[] p = pair.get1();
    assertThat(measure.between(p, p.clone()).value()).isZero();
    assertThat(KULLBACK_LEIBLER.between(p, p.clone()).value()).isZero();
    assertThat(HOLD_OUT.between(p, p.clone()).value()).isZero();
    assertThat(COUNTS.between(p, p.clone()).value()).isZero();
    double[] halved = Arrays.stream(p).map(weight -> weight / 2).toArray();
    assertThat(measure.between(p, halved).value()).isCloseTo(0, within(1e-15));
  }

  @Property(tries = 300)
  void theOrderOfBinsPlaysNoPart(
      @ForAll("symmetricDistances") HistogramDistance measure,
      @ForAll("histograms") Tuple2<double[], double[]> pair) {
    double[] p = pair.get1();
    double[] q = pair.get2();
    double value = measure.between(p, q).value();
    assertThat(measure.between(reversed(p), reversed(q)).value())
        .isCloseTo(value, within(1e-7 * Math.max(1e-3, value)));
  }

  @Property(tries = 300)
  void boundsHold(@ForAll("histograms") Tuple2<double[], double[]> pair) {
    double[] p = pair.get1();
    double[] q = pair.get2();
    double variation = TotalVariation.withDefaults().between(p, q).value();
    double hellinger = Hellinger.withDefaults().between(p, q).value();
    double bits = JensenShannon.withDefaults().with(LogBase.BIT).between(p, q).value();
    assertThat(variation).isLessThanOrEqualTo(1);
    assertThat(bits).isLessThanOrEqualTo(1);
    assertThat(hellinger * hellinger).isLessThanOrEqualTo(variation + 1e-15);
    assertThat(variation).isLessThanOrEqualTo(hellinger * Math.sqrt(2) + 1e-15);
    assertThat(KULLBACK_LEIBLER.between(p, q).value()).isFinite();
    assertThat(HOLD_OUT.between(p, q).value()).isFinite();
    assertThat(LInfinity.withDefaults().between(p, q).value())
        .isLessThanOrEqualTo(variation + 1e-15);
    assertThat(COUNTS.between(p, q).value()).isBetween(0., 1.);
    assertThat(COUNTS.between(q, p)).isEqualTo(COUNTS.between(p, q));
  }

  @Property(tries = 300)
  void everyValueHasItsBin(
      @ForAll("samples") double[] reference,
      @ForAll("samples") double[] sample,
      @ForAll @IntRange(min = 2, max = 12) int count,
      @ForAll Random random) {
    for (Bins bins : List.of(Bins.quantile(reference, count), Bins.equalWidth(reference, count))) {
      assertThat(bins.counts(sample)).hasSize(bins.count());
      assertThat(Arrays.stream(bins.counts(sample)).sum()).isEqualTo(sample.length);
      assertThat(bins.counts(Laws.shuffled(sample, random))).isEqualTo(bins.counts(sample));
    }
    Bins bins = Bins.quantile(reference, count);
    assertThat(Bins.quantile(Laws.shuffled(reference, random), count)).isEqualTo(bins);
    assertThat(PopulationStabilityIndex.withDefaults().between(bins, sample, sample).value())
        .isZero();
  }

  private static double meanDistance(double[] x, double[] y) {
    double sum = 0;
    for (double a : x) {
      for (double b : y) {
        sum += Math.abs(a - b);
      }
    }
    return sum / x.length / y.length;
  }

  private static double[] repeated(double[] values, double[] times) {
    return IntStream.range(0, values.length)
        .flatMap(i -> IntStream.generate(() -> i).limit((long) times[i]))
        .mapToDouble(i -> values[i])
        .toArray();
  }

  private static double[] reversed(double[] values) {
    return Vectors.generate(values.length, i -> values[values.length - 1 - i]);
  }
}

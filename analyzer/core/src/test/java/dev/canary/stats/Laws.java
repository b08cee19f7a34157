package dev.canary.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

/** The samples and histograms over which laws are checked. */
final class Laws {

  private Laws() {}

  /** Samples of 1 to 12 values: with many ties, spread out, or at the ends of the doubles. */
  static Arbitrary<double[]> samples() {
    return Arbitraries.oneOf(List.of(moderateSamples(), extremeSamples()));
  }

  /** Samples whose sums and differences are finite. */
  static Arbitrary<double[]> moderateSamples() {
    Arbitrary<Double> tied = Arbitraries.integers().between(-1, 3).map(Integer::doubleValue);
    Arbitrary<Double> spread = Arbitraries.doubles().between(-1e6, 1e6).ofScale(9);
    return Arbitraries.oneOf(List.of(sampleOf(tied), sampleOf(spread)));
  }

  private static Arbitrary<double[]> extremeSamples() {
    double max = Double.MAX_VALUE;
    return sampleOf(
        Arbitraries.of(-max, -1e300, -1., -Double.MIN_VALUE, -0.0, 0.0, 1e-310, 1., 1e300, max));
  }

  private static Arbitrary<double[]> sampleOf(Arbitrary<Double> values) {
    return values.array(Double[].class).ofMinSize(1).ofMaxSize(12).map(Laws::unboxed);
  }

  /** Two histograms over the same 1 to 8 bins, empty bins and large counts among them. */
  static Arbitrary<Tuple2<double[], double[]>> histograms() {
    Arbitrary<Double> weight =
        Arbitraries.oneOf(
            List.of(
                Arbitraries.integers().between(0, 5).map(Integer::doubleValue),
                Arbitraries.of(0., 1e-300, 1e-12, .1, 1e6, 1e300)));
    return Arbitraries.integers()
        .between(1, 8)
        .flatMap(
            size -> {
              Arbitrary<double[]> one =
                  weight
                      .array(Double[].class)
                      .ofSize(size)
                      .map(Laws::unboxed)
                      .filter(weights -> Arrays.stream(weights).anyMatch(w -> w > 0));
              return Combinators.combine(one, one).as(Tuple::of);
            });
  }

  /** The same values in another order. */
  static double[] shuffled(double[] values, Random random) {
    List<Double> list = new ArrayList<>(Arrays.stream(values).boxed().toList());
    Collections.shuffle(list, random);
    return list.stream().mapToDouble(Double::doubleValue).toArray();
  }

  static double[] negated(double[] values) {
    return Arrays.stream(values).map(value -> -value).toArray();
  }

  static double[] unboxed(Double[] values) {
    return Arrays.stream(values).mapToDouble(Double::doubleValue).toArray();
  }
}

package dev.canary.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for {@link MaximumMeanDiscrepancyTest} and {@link PairedEnergyTest} on all rows. */
class PairedRowsLawsTest {

  /** Pairs of rows, as many in x as in y. */
  record Pairs(List<double[]> x, List<double[]> y) {

    Pairs repeated(int times) {
      return new Pairs(copies(x, times), copies(y, times));
    }

    private static List<double[]> copies(List<double[]> rows, int times) {
      return Collections.nCopies(times, rows).stream().flatMap(List::stream).toList();
    }

    Pairs shuffled(Random random) {
      List<Integer> order = new ArrayList<>(IntStream.range(0, x.size()).boxed().toList());
      Collections.shuffle(order, random);
      return new Pairs(order.stream().map(x::get).toList(), order.stream().map(y::get).toList());
    }

    Pairs shifted(double shift) {
      return new Pairs(shifted(x, shift), shifted(y, shift));
    }

    private static List<double[]> shifted(List<double[]> rows, double shift) {
      return rows.stream().map(row -> Vectors.shifted(row, shift)).toList();
    }

    /** Swaps the rows of those pairs whose bit is set. */
    Pairs swapped(int bits) {
      List<double[]> first = new ArrayList<>(x);
      List<double[]> second = new ArrayList<>(y);
      for (int i = 0; i < x.size(); i++) {
        if ((bits >> i & 1) == 1) {
          first.set(i, y.get(i));
          second.set(i, x.get(i));
        }
      }
      return new Pairs(first, second);
    }

    /** The largest magnitude, at least 1: what statistics of differences are rounded by. */
    double largest() {
      return Stream.concat(x.stream(), y.stream())
          .flatMapToDouble(Arrays::stream)
          .map(Math::abs)
          .reduce(1, Math::max);
    }

    SwapResult by(PairedRowsTest test) {
      return test.test(x.toArray(double[][]::new), y.toArray(double[][]::new));
    }
  }

  private static final List<PairedRowsTest> TESTS =
      List.of(
          MaximumMeanDiscrepancyTest.withDefaults().withAssignments(199),
          MaximumMeanDiscrepancyTest.withDefaults()
              .with(MaximumMeanDiscrepancyTest.Form.UNBIASED)
              .withBandwidth(2)
              .withAssignments(199),
          PairedEnergyTest.withDefaults().withAssignments(199));

  @Provide
  Arbitrary<Pairs> tied() {
    return pairs(Arbitraries.integers().between(-1, 2).map(Integer::doubleValue));
  }

  @Provide
  Arbitrary<Pairs> any() {
    double max = Double.MAX_VALUE;
    return Arbitraries.oneOf(
        List.of(
            tied(),
            pairs(Arbitraries.doubles().between(-1e6, 1e6).ofScale(9)),
            pairs(Arbitraries.of(-max, -1e300, -1., -0.0, 0.0, 1e-310, 1., 1 + 1e-15, max))));
  }

  private static Arbitrary<Pairs> pairs(Arbitrary<Double> values) {
    return Combinators.combine(
            Arbitraries.integers().between(1, 7), Arbitraries.integers().between(1, 3))
        .flatAs(
            (n, width) -> {
              Arbitrary<List<double[]>> rows =
                  values.array(Double[].class).ofSize(width).map(Laws::unboxed).list().ofSize(n);
              return Combinators.combine(rows, rows).as(Pairs::new);
            });
  }

  @Property(tries = 300)
  void everyAnswerIsInRange(@ForAll("any") Pairs pairs) {
    for (PairedRowsTest test : TESTS) {
      double smallest = Math.scalb(2., -pairs.x().size());
      assertThat(pairs.by(test).pValue()).isBetween(smallest, 1.);
      assertThat(pairs.repeated(4).by(test).pValue()).isPositive().isLessThanOrEqualTo(1);
    }
    assertThat(pairs.by(TESTS.get(0)).statistic()).isNotNegative();
    assertThat(pairs.by(TESTS.get(2)).statistic()).isNotNegative();
  }

  @Property(tries = 200)
  void equalPairsGiveOne(@ForAll("any") Pairs pairs) {
    for (PairedRowsTest test : TESTS) {
      SwapResult result = new Pairs(pairs.x(), pairs.x()).by(test);
      assertThat(result.pValue()).isEqualTo(1);
      assertThat(result.statistic()).isZero();
    }
  }

  @Property(tries = 300)
  void theOrderOfPairsPlaysNoPart(@ForAll("any") Pairs pairs, @ForAll Random random) {
    for (PairedRowsTest test : TESTS) {
      assertSame(pairs, pairs.shuffled(random).by(test), pairs.by(test));
      Pairs many = pairs.repeated(8);
      assertSame(pairs, many.shuffled(random).by(test), many.by(test));
    }
  }

  @Property(tries = 300)
  void swappingTheSidesPlaysNoPart(@ForAll("any") Pairs pairs) {
    for (PairedRowsTest test : TESTS) {
      assertSame(pairs, pairs.swapped(-1).by(test), pairs.by(test));
      Pairs many = pairs.repeated(8);
      assertSame(pairs, new Pairs(many.y(), many.x()).by(test), many.by(test));
    }
  }

  @Property(tries = 200)
  void shiftingAllRowsPlaysNoPart(@ForAll("tied") Pairs pairs) {
    for (PairedRowsTest test : TESTS) {
      assertSame(pairs, pairs.shifted(64).by(test), pairs.by(test));
      assertSame(pairs, pairs.repeated(8).shifted(64).by(test), pairs.repeated(8).by(test));
    }
  }

  @Property(tries = 100)
  void enumerationIsTheDefinition(@ForAll("tied") Pairs pairs) {
    int n = pairs.x().size();
    for (PairedRowsTest test : TESTS) {
      double observed = pairs.by(test).statistic();
      double rounding = 1e-12 * (1 + Math.abs(observed));
      long reached =
          IntStream.range(0, 1 << n)
              .filter(bits -> pairs.swapped(bits).by(test).statistic() >= observed - rounding)
              .count();
      assertThat(pairs.by(test).pValue()).isEqualTo(reached / Math.scalb(1., n));
    }
  }

  @Property(tries = 200)
  void theStatisticsAreTheirDefinitions(@ForAll("tied") Pairs pairs) {
    double kernel = pairs.by(TESTS.get(1)).statistic();
    if (!Arrays.deepEquals(pairs.x().toArray(), pairs.y().toArray())) {
      assertThat(kernel).isCloseTo(unbiased(pairs, 2), within(1e-14));
    }
    assertThat(pairs.by(TESTS.get(2)).statistic()).isCloseTo(energy(pairs), within(1e-14));
  }

  @Property(tries = 200)
  void bothFormsGiveOnePValue(@ForAll("any") Pairs pairs) {
    MaximumMeanDiscrepancyTest test = MaximumMeanDiscrepancyTest.withDefaults().withAssignments(99);
    SwapResult biased = pairs.repeated(4).by(test);
    SwapResult unbiased = pairs.repeated(4).by(test.with(MaximumMeanDiscrepancyTest.Form.UNBIASED));
    assertThat(unbiased.pValue()).isEqualTo(biased.pValue());
    assertThat(unbiased.statistic()).isLessThanOrEqualTo(biased.statistic());
  }

  private static double unbiased(Pairs pairs, double width) {
    int n = pairs.x().size();
    double within = 0;
    double across = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        if (i != j || n == 1) {
          within += gauss(pairs.x().get(i), pairs.x().get(j), width);
          within += gauss(pairs.y().get(i), pairs.y().get(j), width);
        }
        across += 2 * gauss(pairs.x().get(i), pairs.y().get(j), width);
      }
    }
    return within / (n * Math.max(1, n - 1)) - across / (n * n);
  }

  private static double gauss(double[] u, double[] v, double width) {
    return Math.exp(-Math.pow(distance(u, v), 2) / (2 * width * width));
  }

  private static double energy(Pairs pairs) {
    int n = pairs.x().size();
    double sum = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        sum += 2 * distance(pairs.x().get(i), pairs.y().get(j));
        sum -= distance(pairs.x().get(i), pairs.x().get(j));
        sum -= distance(pairs.y().get(i), pairs.y().get(j));
      }
    }
    return sum / (n * n);
  }

  private static double distance(double[] u, double[] v) {
    return Math.sqrt(
        IntStream.range(0, u.length).mapToDouble(k -> (u[k] - v[k]) * (u[k] - v[k])).sum());
  }

  /** Large distances may all but cancel: what is left of them is as exact as they are. */
  private static void assertSame(Pairs pairs, SwapResult changed, SwapResult result) {
    double rounding = 1e-12 * Math.abs(result.statistic()) + 1e-15 * pairs.largest();
    assertThat(changed.pValue()).isEqualTo(result.pValue());
    assertThat(changed.statistic()).isCloseTo(result.statistic(), within(rounding));
    assertThat(changed.bandwidth().isPresent()).isEqualTo(result.bandwidth().isPresent());
  }
}

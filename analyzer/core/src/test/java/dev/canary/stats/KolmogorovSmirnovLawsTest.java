package dev.canary.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class KolmogorovSmirnovLawsTest {

  @Provide
  Arbitrary<double[]> samples() {
    return Laws.samples();
  }

  @Provide
  Arbitrary<double[]> few() {
    return Laws.samples().filter(sample -> sample.length <= 7);
  }

  private static KolmogorovSmirnovTest test(Alternative side, PValueMethod method, Ties ties) {
    return KolmogorovSmirnovTest.withDefaults().with(side).with(method).with(ties);
  }

  @Property(tries = 500)
  void theExactValueIsTheShareOfArrangements(
      @ForAll("few") double[] x, @ForAll("few") double[] y, @ForAll Alternative side) {
    KolmogorovSmirnovTest test = KolmogorovSmirnovTest.withDefaults().with(side);
    assertThat(test.test(x, y).pValue()).isCloseTo(enumerated(x, y, side), within(1e-13));
  }

  @Property(tries = 500)
  void theAnswerIsAlwaysInRange(
      @ForAll("samples") double[] x,
      @ForAll("samples") double[] y,
      @ForAll Alternative side,
      @ForAll PValueMethod method,
      @ForAll Ties ties) {
    Significance result = test(side, method, ties).test(x, y);
    assertThat(result.statistic()).isBetween(0., 1.);
    assertThat(result.pValue()).isPositive().isLessThanOrEqualTo(1);
  }

  @Property(tries = 200)
  void identicalSamplesHaveStatisticZeroAndValueOne(
      @ForAll("samples") double[] x,
      @ForAll Alternative side,
      @ForAll PValueMethod method,
      @ForAll Ties ties,
      @ForAll Random random) {
    Significance result = test(side, method, ties).test(x, Laws.shuffled(x, random));
    assertThat(result.statistic()).isZero();
    assertThat(result.pValue()).isEqualTo(1);
  }

  @Property(tries = 200)
  void orderPlaysNoPart(
      @ForAll("samples") double[] x,
      @ForAll("samples") double[] y,
      @ForAll PValueMethod method,
      @ForAll Random random) {
    KolmogorovSmirnovTest test = KolmogorovSmirnovTest.withDefaults().with(method);
    assertThat(test.test(Laws.shuffled(x, random), Laws.shuffled(y, random)))
        .isEqualTo(test.test(x, y));
  }

  @Property(tries = 200)
  void swappingTheSamplesSwapsTheSides(
      @ForAll("samples") double[] x,
      @ForAll("samples") double[] y,
      @ForAll Alternative side,
      @ForAll PValueMethod method,
      @ForAll Ties ties) {
    Significance there = test(side, method, ties).test(x, y);
    Significance back = test(opposite(side), method, ties).test(y, x);
    assertThat(back.statistic()).isEqualTo(there.statistic());
    assertThat(back.pValue()).isCloseTo(there.pValue(), within(1e-12 * there.pValue()));
  }

  @Property(tries = 200)
  void turningTheLineAroundSwapsTheSides(
      @ForAll("samples") double[] x, @ForAll("samples") double[] y, @ForAll Alternative side) {
    KolmogorovSmirnovTest test = KolmogorovSmirnovTest.withDefaults();
    Significance there = test.with(side).test(x, y);
    Significance back = test.with(opposite(side)).test(Laws.negated(x), Laws.negated(y));
    assertThat(back.statistic()).isEqualTo(there.statistic());
    assertThat(back.pValue()).isCloseTo(there.pValue(), within(1e-12 * there.pValue()));
  }

  @Property(tries = 200)
  void ignoringTiesNeverLowersTheValue(
      @ForAll("samples") double[] x, @ForAll("samples") double[] y, @ForAll Alternative side) {
    KolmogorovSmirnovTest test = KolmogorovSmirnovTest.withDefaults().with(side);
    assertThat(test.with(Ties.IGNORED).test(x, y).pValue())
        .isGreaterThanOrEqualTo(test.test(x, y).pValue() * (1 - 1e-13));
  }

  private static Alternative opposite(Alternative side) {
    return switch (side) {
      case TWO_SIDED -> Alternative.TWO_SIDED;
      case GREATER -> Alternative.LESS;
      case LESS -> Alternative.GREATER;
    };
  }

  /** Deals the pooled values in every possible way. */
  private static double enumerated(double[] x, double[] y, Alternative side) {
    double[] pool = Arrays.copyOf(x, x.length + y.length);
    System.arraycopy(y, 0, pool, x.length, y.length);
    long observed = gap(pool, (1 << x.length) - 1, side);
    int reached = 0;
    int all = 0;
    for (int chosen = 0; chosen < 1 << pool.length; chosen++) {
      if (Integer.bitCount(chosen) == x.length) {
        all++;
        if (gap(pool, chosen, side) >= observed) {
          reached++;
        }
      }
    }
    return reached / (double) all;
  }

  /** n m D by its definition, for the sample of x that the bits choose. */
  private static long gap(double[] pool, int chosen, Alternative side) {
    int n = Integer.bitCount(chosen);
    int m = pool.length - n;
    long largest = 0;
    for (double at : pool) {
      int i = 0;
      int j = 0;
      for (int k = 0; k < pool.length; k++) {
        if (pool[k] <= at) {
          int bit = chosen >> k & 1;
          i += bit;
          j += 1 - bit;
        }
      }
      int gap = i * m - j * n;
      largest =
          Math.max(
              largest,
              switch (side) {
                case TWO_SIDED -> Math.abs(gap);
                case GREATER -> gap;
                case LESS -> -gap;
              });
    }
    return largest;
  }
}

package dev.canary.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettlingTest {
  private static final long MILLI = 1_000_000;

  /** Cases sent this far apart, each so many times as slow as captured. */
  private static int leading(int cases, long apartMillis, IntToDoubleFunction factor) {
    double[] ratios =
        IntStream.range(0, cases).mapToDouble(i -> Math.log(factor.applyAsDouble(i))).toArray();
    long[] sent = IntStream.range(0, cases).mapToLong(i -> i * apartMillis * MILLI).toArray();
    return Settling.leading(ratios, sent);
  }

  @ParameterizedTest
  @CsvSource({
    "40, 10,    0,  0",
    "40, 10,    1,  1",
    "40, 10,    5,  5",
    "40, 10,   19, 19",
    "10, 10,    3,  3",
    "40, 10000, 8,  4",
    "3,  10,    1,  1",
    "1,  10,    1,  0"
  })
  void slowLeadingCasesAreFoundUpToTheBound(int cases, long apart, int slow, int found) {
    assertThat(leading(cases, apart, i -> i < slow ? 30 : 1)).isEqualTo(found);
  }

  @Test
  void aLatencyThatFadesIsLeftOutUntilItHasFaded() {
    assertThat(leading(60, 10, i -> 1 + 50 * Math.exp(-i / 2.))).isBetween(8, 12);
  }

  @Test
  void aPauseLaterInTheRunIsNoBeginning() {
    assertThat(leading(40, 10, i -> i == 3 ? 1000 : 1)).isZero();
    assertThat(leading(40, 10, i -> i >= 30 ? 20 : 1)).isZero();
  }

  @Test
  void aRunThatIsSlowAllAlongHasNothingToLeaveOut() {
    assertThat(leading(40, 10, i -> 50)).isZero();
  }

  @Test
  void whereNobodyNotedWhenCasesWereSentNothingIsLeftOut() {
    assertThat(leading(40, 0, i -> i < 5 ? 30 : 1)).isZero();
  }

  /** A law: the speed of the whole run plays no part. */
  @Test
  void onlyTheShapeOfARunCounts() {
    Random random = new Random(4);
    for (int run = 0; run < 200; run++) {
      double[] ratios = random.doubles(30).map(u -> 3 * u - 1).toArray();
      long[] sent = IntStream.range(0, 30).mapToLong(i -> i * MILLI).toArray();
      double[] slower = Arrays.stream(ratios).map(r -> r + 4).toArray();

      assertThat(Settling.leading(slower, sent)).isEqualTo(Settling.leading(ratios, sent));
    }
  }

  /** 2,000 healthy runs of lognormal ratios, seed 5. */
  @Test
  void aSettledRunHardlyEverLosesACase() {
    Random random = new Random(5);
    long[] sent = IntStream.range(0, 40).mapToLong(i -> i * MILLI).toArray();
    int lost = 0;
    for (int run = 0; run < 2000; run++) {
      double[] ratios =
          IntStream.range(0, 40).mapToDouble(i -> .4 * random.nextGaussian()).toArray();
      lost += Settling.leading(ratios, sent) > 0 ? 1 : 0;
    }
    assertThat(lost).isLessThan(20);
  }
}

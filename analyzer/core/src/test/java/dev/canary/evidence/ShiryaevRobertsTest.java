package dev.canary.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShiryaevRobertsTest {

  @ParameterizedTest
  @ValueSource(doubles = {.5, 1, 2, 10, 10.5, 777, 777_600, 777_600.5})
  void betsThatSayNothingAlertExactlyAtRunCeilingOfA(double a) {
    ShiryaevRoberts m = ShiryaevRoberts.START;
    long run = 0;
    while (!m.alerts(Math.log(a))) {
      m = m.step(0, 0);
      run++;
    }
    assertThat(run).isEqualTo((long) Math.ceil(a));
  }

  @Test
  void anEValueOfZeroLosesAll() {
    ShiryaevRoberts m = ShiryaevRoberts.START.step(0, 3).step(0, Double.NEGATIVE_INFINITY);
    assertThat(m).isEqualTo(ShiryaevRoberts.START);
    assertThat(m.step(0, 0).logM()).isZero();
  }

  @Test
  void constantWinsGrowAsTheGeometricSumDoes() {
    // statistics.md 2.1
    double[] expected = {13.48, 195.28, 2646.45, 35695.96, 481307.26, 6489549.5};
    double c = 13.483146;
    ShiryaevRoberts m = ShiryaevRoberts.START;
    for (int run = 1; run <= 6; run++) {
      m = m.step(0, Math.log(c));
      assertThat(Math.exp(m.logM()))
          .isCloseTo(expected[run - 1], within(.005 + 1e-6 * expected[run - 1]));
      assertThat(Math.exp(m.logM()))
          .isCloseTo(c * (Math.pow(c, run) - 1) / (c - 1), Percentage.withPercentage(1e-10));
      assertThat(m.alerts(Math.log(777_600))).isEqualTo(run == 6);
    }
  }

  @Test
  void nothingOverflowsBeyond709() {
    // log(1 + exp(m)) + log L, as published code has it, is infinite here
    assertThat(Math.log(1 + Math.exp(800))).isInfinite();
    assertThat(new ShiryaevRoberts(800).step(0, 5).logM()).isEqualTo(805);
    assertThat(new ShiryaevRoberts(-800).step(-801, 0).logM())
        .isCloseTo(-800 + Math.log1p(Math.exp(-1)), within(1e-12));
    double[] logs = {800, 801, Double.NEGATIVE_INFINITY};
    assertThat(LogSum.of(logs, 0, 3)).isCloseTo(801 + Math.log1p(Math.exp(-1)), within(1e-12));
    assertThat(LogSum.of(logs, 2, 3)).isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Test
  void noDepositAndNoEvidenceIsNoEvidence() {
    assertThat(ShiryaevRoberts.START.step(Double.NEGATIVE_INFINITY, 9))
        .isEqualTo(ShiryaevRoberts.START);
    assertThatThrownBy(() -> new ShiryaevRoberts(Double.NaN)).hasMessageContaining("NaN");
  }

  @ParameterizedTest
  @CsvSource({
    // statistics.md 2.1: simulated ARL / A at A = 200, standard error about 0.04
    "0.25, 1.158",
    "0.5, 1.360",
    "1.0, 1.800"
  })
  void theAverageRunLengthIsThatOfTheory(double mu, double ratio) {
    double logA = Math.log(200);
    SplittableRandom chance = new SplittableRandom(3);
    long runs = 0;
    int repeats = 3_000;
    for (int i = 0; i < repeats; i++) {
      for (ShiryaevRoberts m = ShiryaevRoberts.START; !m.alerts(logA); runs++) {
        m = m.step(0, likelihoodRatio(chance, mu));
      }
    }
    assertThat(runs / (double) repeats / 200).isCloseTo(ratio, within(.1)).isGreaterThan(1);
  }

  /** A law of ln e, A, deposits, how often they repeat, and the mean number of alerts to expect. */
  static Stream<Arguments> families() {
    ToDoubleFunction<SplittableRandom> gaussian = chance -> likelihoodRatio(chance, 1);
    double q = .0667;
    ToDoubleFunction<SplittableRandom> bernoulli =
        chance -> chance.nextDouble() < q ? Math.log(.9 / q) : Math.log(.1 / (1 - q));
    double[] regular = {1};
    double[] irregular = {.2, 3, 1, 0, .8};
    // statistics.md 2.1, its last test value; each may alert 10 times
    return Stream.of(
        Arguments.of(gaussian, 100, regular, 1_000, 5.5),
        Arguments.of(bernoulli, 100, regular, 1_000, 4.2),
        Arguments.of(gaussian, 50, irregular, 100, 5.5));
  }

  @ParameterizedTest
  @MethodSource("families")
  void alertsKeepWithinTheDeposits(
      ToDoubleFunction<SplittableRandom> law,
      double a,
      double[] deposits,
      int rounds,
      double expected) {
    SplittableRandom chance = new SplittableRandom(7);
    double logA = Math.log(a);
    int alerts = 0;
    int repeats = 1_000;
    for (int i = 0; i < repeats; i++) {
      ShiryaevRoberts m = ShiryaevRoberts.START;
      for (int run = 0; run < rounds * deposits.length; run++) {
        m = m.step(Math.log(deposits[run % deposits.length]), law.applyAsDouble(chance));
        if (m.alerts(logA)) {
          alerts++;
          m = ShiryaevRoberts.START;
        }
      }
    }
    assertThat(alerts / (double) repeats).isCloseTo(expected, within(.5)).isLessThan(10);
  }

  @Property(tries = 200)
  void resetsFromElsewhereNeverBringMoreAlerts(@ForAll Random random) {
    // the lemma by which an alert of one group of lanes may reset the others
    double logA = Math.log(20);
    ShiryaevRoberts own = ShiryaevRoberts.START;
    ShiryaevRoberts disturbed = ShiryaevRoberts.START;
    int alerts = 0;
    int disturbedAlerts = 0;
    for (int run = 0; run < 300; run++) {
      double logE = random.nextGaussian();
      own = own.step(0, logE);
      disturbed = disturbed.step(0, logE);
      if (own.alerts(logA)) {
        alerts++;
        own = ShiryaevRoberts.START;
      }
      if (disturbed.alerts(logA)) {
        disturbedAlerts++;
        disturbed = ShiryaevRoberts.START;
      }
      if (random.nextInt(8) == 0) {
        disturbed = ShiryaevRoberts.START;
      }
      assertThat(disturbedAlerts).isLessThanOrEqualTo(alerts);
    }
  }

  private static double likelihoodRatio(SplittableRandom chance, double mu) {
    return mu * chance.nextGaussian() - mu * mu / 2;
  }
}

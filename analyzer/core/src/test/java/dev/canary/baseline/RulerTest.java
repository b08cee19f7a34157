package dev.canary.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.canary.given.Given;
import dev.canary.suite.Case;
import dev.canary.suite.Expectation;
import dev.canary.suite.Input;
import dev.canary.suite.OutputKind;
import dev.canary.suite.OutputSpec;
import dev.canary.suite.Precision;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RulerTest {

  private static final double FP32 = Precision.FP32.tolerance();
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;
  private static final Offset<Double> TINY = within(1e-9);

  private static double[] row(double... values) {
    return values;
  }

  /** Kind, unit, centre, now, width; expected delta, share of the class, score. */
  static Stream<Arguments> numbers() {
    return Stream.of(
        arguments("largest of the row", 0., row(100, 1), row(100, 1.001), 2, .001, 1., 1e-5),
        arguments("unit of the suite", 50., row(0, 0), row(.001, 0), 2, .001, 2., 2e-5),
        arguments("unit smaller than row", 50., row(100, 0), row(100, .001), 2, .001, 1., 1e-5),
        arguments("neither: one", 0., row(0), row(3e-5), 1, 3e-5, 3., 3e-5),
        arguments("rows on their own", 0., row(100, 1), row(100, 1.001), 1, .001, 100., 1e-3),
        arguments("negative counts", 0., row(-100, 1), row(-100, 1.001), 2, .001, 1., 1e-5),
        arguments("infinite is no unit", 0., row(-INF, 10), row(-INF, 10.001), 2, .001, 10., 1e-4));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("numbers")
  void logitsAndValuesAreRelativeToTheirRowOrTheSuite(
      String what,
      double unit,
      double[] centre,
      double[] now,
      int width,
      double delta,
      double share,
      double score) {
    for (OutputKind kind : List.of(OutputKind.LOGITS, OutputKind.VALUES, OutputKind.EMBEDDING)) {
      Movement movement = new Ruler(kind, FP32, unit).measure(centre, now, width, 0);
      assertThat(movement.delta()).as(what).isCloseTo(delta, TINY);
      assertThat(movement.share()).isCloseTo(share, TINY);
      assertThat(movement.score()).isCloseTo(score, TINY);
      assertThat(movement.z()).isCloseTo(share, TINY);
    }
  }

  /** Centre, now, class, scale; expected share, score and z from numpy 2: |log(to / from)|. */
  static Stream<Arguments> probabilities() {
    return Stream.of(
        arguments(.5, .5 + 5e-6, FP32, 0., .5, 9.999950000398841e-06, .499992500029887),
        arguments(.5, 0., FP32, 0., 5e4, 10.819778284410283, 540983.5043150828),
        arguments(.2, .1, FP32, .05, 1e4, .6931471805599453, 13.862943611198904),
        arguments(1e-7, 9e-6, FP32, 0., .89, 0., 0.),
        arguments(1e-7, 3e-5, FP32, 0., 2.99, 1.0986122886681098, 1.5849625007211563),
        arguments(.9, 0., .05, 0., 18., 2.8903717578961645, 50.56773909068927));
  }

  @ParameterizedTest
  @MethodSource("probabilities")
  void probabilitiesHaveTheirClassAsTheyAreAndTheirScoreInLogSpace(
      double centre, double now, double c, double scale, double share, double score, double z) {
    Movement movement =
        new Ruler(OutputKind.PROBABILITIES, c, 123).measure(row(centre), row(now), 1, scale);

    assertThat(movement.delta()).isEqualTo(Math.abs(now - centre));
    assertThat(movement.share()).isCloseTo(share, within(1e-6 * share));
    assertThat(movement.score()).isCloseTo(score, within(1e-9));
    assertThat(movement.z()).isCloseTo(z, within(1e-9 * Math.max(z, 1)));
  }

  @Test
  void theNoiseFloorIsTheLargerOfScaleAndClass() {
    Ruler ruler = new Ruler(OutputKind.LOGITS, FP32, 0);

    assertThat(ruler.measure(row(1), row(1.1), 1, .02).z()).isCloseTo(5, TINY);
    assertThat(ruler.measure(row(1), row(1.1), 1, 1e-9).z()).isCloseTo(1e4, within(1e-6));
  }

  @ParameterizedTest
  @EnumSource(
      value = OutputKind.class,
      names = {"PROBABILITIES", "LOGITS", "VALUES"})
  void everythingIsBeyondTheExactClassAndStillHasAFiniteScore(OutputKind kind) {
    Movement movement = new Ruler(kind, 0, 0).measure(row(.5, .5), row(.5, Math.nextUp(.5)), 2, 0);

    assertThat(movement.share()).isInfinite();
    assertThat(movement.beyondClass()).isTrue();
    assertThat(movement.z()).isEqualTo(Double.MAX_VALUE);
    assertThat(new Ruler(kind, 0, 0).measure(row(.5), row(.5), 1, 0)).isEqualTo(Movement.NONE);
  }

  /** Centre, now; expected share and z. */
  static Stream<Arguments> notFinite() {
    return Stream.of(
        arguments("NaN stays", NAN, NAN, 0., 0.),
        arguments("infinity stays", INF, INF, 0., 0.),
        arguments("a number is lost", 1., NAN, INF, 0.),
        arguments("a number overflows", 1., INF, INF, 0.),
        arguments("NaN becomes a number", NAN, 1., INF, 0.),
        arguments("infinity becomes a number", -INF, 1., INF, Double.MAX_VALUE),
        arguments("infinity turns", INF, -INF, INF, Double.MAX_VALUE),
        arguments("infinity becomes NaN", INF, NAN, INF, Double.MAX_VALUE));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("notFinite")
  void whatIsNotFiniteIsEqualOrBeyondEveryClass(
      String what, double centre, double now, double share, double z) {
    for (OutputKind kind : List.of(OutputKind.PROBABILITIES, OutputKind.LOGITS)) {
      Movement movement =
          new Ruler(kind, Precision.INT8.tolerance(), 0).measure(row(centre), row(now), 1, 0);
      assertThat(movement.share()).as(what).isEqualTo(share);
      assertThat(movement.z()).isEqualTo(z);
      assertThat(movement.delta()).isZero();
    }
  }

  @Test
  void negativeZeroIsNoMovement() {
    assertThat(new Ruler(OutputKind.LOGITS, 0, 0).measure(row(0., -0.), row(-0., 0.), 2, 0))
        .isEqualTo(Movement.NONE);
  }

  @Test
  void aFlippedExponentOverflowsNothing() {
    Movement movement =
        new Ruler(OutputKind.VALUES, FP32, 0).measure(row(1e-300), row(-1.7e308), 1, 1e-12);

    assertThat(movement.z()).isEqualTo(Double.MAX_VALUE);
    assertThat(movement.score()).isEqualTo(Double.MAX_VALUE);
    assertThat(movement.beyondClass()).isTrue();
    SuiteScores scores = SuiteScores.of(row(movement.z(), movement.z(), 3), 0);
    assertThat(scores.rms()).isFinite();
    assertThat(scores.max()).isEqualTo(Double.MAX_VALUE);
  }

  @Test
  void aTinyUnitKeepsItsClass() {
    Ruler ruler = new Ruler(OutputKind.VALUES, FP32, 0);

    assertThat(ruler.measure(row(1e-317), row(Math.nextUp(1e-317)), 1, 0).beyondClass()).isFalse();
    assertThat(ruler.measure(row(1e-317), row(1.1e-317), 1, 0).beyondClass()).isTrue();
  }

  @Test
  void aCaseMayHaveItsOwnToleranceOrClass() {
    OutputSpec spec = Given.spec(OutputKind.LOGITS, Precision.FP32);
    Case plain = Given.aCase("plain");
    Case coarse = own(OptionalDouble.empty(), Optional.of(Precision.BF16));
    Case free = own(OptionalDouble.of(.5), Optional.of(Precision.BF16));

    assertThat(Ruler.of(spec, plain, 2)).isEqualTo(new Ruler(OutputKind.LOGITS, 1e-5, 2));
    assertThat(Ruler.of(spec, coarse, 2)).isEqualTo(new Ruler(OutputKind.LOGITS, 2e-2, 2));
    assertThat(Ruler.of(spec, free, 2)).isEqualTo(new Ruler(OutputKind.LOGITS, .5, 2));
  }

  @Test
  void aDeclaredUnitComesBeforeTheMedianOfTheSuite() {
    OutputSpec spec =
        new OutputSpec(
            OutputKind.VALUES,
            Precision.FP32,
            OutputSpec.DEFAULT.contract(),
            false,
            OptionalDouble.of(1000));

    assertThat(Ruler.of(spec, Given.aCase("a"), 2).unit()).isEqualTo(1000);
  }

  @Test
  void theScoresOfASuiteAreItsMaximumAndItsRootMeanSquare() {
    // numpy: sqrt(mean([3, 4, 0, 0]**2)) = 2.5
    assertThat(SuiteScores.of(row(3, 4, 0, 0), 2)).isEqualTo(new SuiteScores(4, 2.5, 2));
    assertThat(SuiteScores.of(row(), 0)).isEqualTo(new SuiteScores(0, 0, 0));
  }

  private static Case own(OptionalDouble tolerance, Optional<Precision> precision) {
    return new Case(
        "own", Input.of(Map.of()), List.of(), "", Expectation.NONE, tolerance, precision);
  }
}

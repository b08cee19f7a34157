package dev.canary.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.suite.OutputKind;
import dev.canary.suite.Precision;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RulerLawsTest {

  /** The relative rounding of two logarithms of nearly equal numbers. */
  private static final double ROUNDING = 1e-3;

  @Provide
  Arbitrary<Ruler> rulers() {
    Arbitrary<OutputKind> kinds =
        Arbitraries.of(OutputKind.PROBABILITIES, OutputKind.LOGITS, OutputKind.VALUES);
    Arbitrary<Precision> classes =
        Arbitraries.of(Precision.FP64, Precision.FP32, Precision.FP16, Precision.INT8);
    Arbitrary<Double> units = Arbitraries.of(0., 1e-9, 1., 1e6);
    return Combinators.combine(kinds, classes, units)
        .as((kind, precision, unit) -> new Ruler(kind, precision.tolerance(), unit));
  }

  @Provide
  Arbitrary<Double> probabilities() {
    return Arbitraries.oneOf(
        Arbitraries.doubles().between(0, 1).ofScale(12),
        Arbitraries.doubles().between(0, 1).ofScale(12).map(p -> p * 1e-4),
        Arbitraries.of(0., 1., .5, 1e-5, 2e-5, 1e-12, 1e-20));
  }

  @Property
  void aMovementInsideTheClassIsAtMostOneNoiseFloor(
      @ForAll("rulers") Ruler ruler,
      @ForAll("probabilities") double centre,
      @ForAll("probabilities") double now) {
    Movement movement = measure(ruler, centre, now, 0);

    if (movement.share() <= 1) {
      assertThat(movement.z()).isLessThanOrEqualTo(1 + ROUNDING);
    }
  }

  @Property
  void aLargerMovementToOneSideHasNoSmallerScore(
      @ForAll("rulers") Ruler ruler,
      @ForAll("probabilities") double centre,
      @ForAll("probabilities") double a,
      @ForAll("probabilities") double b) {
    boolean sameSide = (a - centre) * (b - centre) > 0;
    if (sameSide) {
      Movement near =
          measure(ruler, centre, Math.abs(a - centre) < Math.abs(b - centre) ? a : b, .01);
      Movement far =
          measure(ruler, centre, Math.abs(a - centre) < Math.abs(b - centre) ? b : a, .01);
      assertThat(far.z()).isGreaterThanOrEqualTo(near.z());
      assertThat(far.share()).isGreaterThanOrEqualTo(near.share());
      assertThat(far.delta()).isGreaterThanOrEqualTo(near.delta());
    }
  }

  @Property
  void aLargerScaleMakesNoLargerScore(
      @ForAll("rulers") Ruler ruler,
      @ForAll("probabilities") double centre,
      @ForAll("probabilities") double now,
      @ForAll("probabilities") double scale) {
    assertThat(measure(ruler, centre, now, scale * 2).z())
        .isLessThanOrEqualTo(measure(ruler, centre, now, scale).z());
  }

  @Property
  void theSmallestVisibleMovementScoresAsManyNoiseFloorsAndNoSmallerOneDoes(
      @ForAll("rulers") Ruler ruler,
      @ForAll("probabilities") double centre,
      @ForAll("probabilities") double scale) {
    double z = 3;
    double visible = ruler.visible(new double[] {centre}, scale, z);

    if (Double.isFinite(visible)) {
      assertThat(largerZ(ruler, centre, visible, scale)).isGreaterThan(z * (1 - ROUNDING));
      assertThat(visible).isGreaterThanOrEqualTo(ruler.explained(new double[] {centre}, 0));
      assertThat(largerZ(ruler, centre, visible / 2, scale)).isLessThan(z * (1 + ROUNDING));
    }
  }

  /** Up or down, whichever scores more and is still a probability. */
  private static double largerZ(Ruler ruler, double centre, double by, double scale) {
    boolean above = ruler.kind() == OutputKind.PROBABILITIES && centre + by > 1;
    boolean below = ruler.kind() == OutputKind.PROBABILITIES && centre - by < 0;
    return Math.max(
        above ? 0 : measure(ruler, centre, centre + by, scale).z(),
        below ? 0 : measure(ruler, centre, centre - by, scale).z());
  }

  @Property
  void everyScoreIsFinite(
      @ForAll double centre, @ForAll double now, @ForAll("rulers") Ruler ruler) {
    Movement movement = measure(ruler, centre, now, 0);

    assertThat(movement.z()).isFinite().isNotNegative();
    assertThat(movement.score()).isFinite().isNotNegative();
    assertThat(movement.share()).isNotNaN();
  }

  @Property
  void whatExplainsAScoreCoversEveryMovementOfThatScore(
      @ForAll("rulers") Ruler ruler,
      @ForAll("probabilities") double centre,
      @ForAll("probabilities") double now) {
    Movement movement = measure(ruler, centre, now, 0);
    double[] row = {centre};
    boolean clipped = ruler.kind() == OutputKind.PROBABILITIES && centre <= ruler.tolerance();

    if (!clipped) {
      assertThat(ruler.explained(row, movement.score()) * (1 + ROUNDING))
          .isGreaterThanOrEqualTo(now > centre ? movement.delta() : 0);
    }
  }

  private static Movement measure(Ruler ruler, double centre, double now, double scale) {
    return ruler.measure(new double[] {centre}, new double[] {now}, 1, scale);
  }
}

package dev.canary.check;

import static dev.canary.check.Movements.CASES;
import static dev.canary.check.Movements.CLASSES;
import static dev.canary.check.Movements.ELSEWHERE;
import static dev.canary.check.Movements.HERE;
import static dev.canary.check.Movements.columns;
import static dev.canary.check.Movements.diagnosed;
import static dev.canary.check.Movements.each;
import static dev.canary.check.Movements.logits;
import static dev.canary.check.Movements.only;
import static dev.canary.check.Movements.probabilities;
import static dev.canary.check.Movements.scattered;
import static dev.canary.check.Movements.suite;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.canary.baseline.Baseline;
import dev.canary.given.Given;
import dev.canary.given.Given.Judged;
import dev.canary.suite.OutputKind;
import dev.canary.suite.Precision;
import dev.canary.suite.Suite;
import dev.canary.target.ModelIdentity;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What only looks like a pattern is not named as one. */
class NoPatternTest {
  @Test
  void casesThatNeverWereFiniteAreNoCollapse() {
    double[][] before = probabilities();
    before[0][1] = Double.NaN;
    Arrays.fill(before[1], Double.NaN);
    double[][] after = scattered(.1).apply(before);

    assertThat(diagnosed(OutputKind.PROBABILITIES, HERE, before, after).cause())
        .contains(Cause.WEIGHTS_CORRUPTED);
  }

  /** What looks like a pattern in most of the movement, and is not in all of it. */
  static Stream<Arguments> contradicted() {
    return Stream.of(
        arguments("all but one case shifted", only(0, 39, each(v -> v + 1))),
        arguments("all but one case scaled", only(1, 40, each(v -> v * 1.5))),
        arguments("all but one case permuted", only(0, 39, columns(1, 2, 3, 4, 0))),
        arguments("all but ten cases collapsed", only(10, 40, each(v -> 1))),
        arguments("one case off the grid", only(0, 39, each(v -> Math.rint(v * 8) / 8))),
        arguments("scattered", scattered(.1)),
        arguments("shifted with a scatter of a tenth", shiftedAndScattered()));
  }

  @Test
  void aGridOfAnotherModelIsAnotherModelAndNotQuantised() {
    UnaryOperator<double[][]> other = each(v -> Math.rint(v * 64 + 99 * Math.sin(37 * v)) / 64);
    Finding finding = diagnosed(OutputKind.LOGITS, HERE, logits(), other.apply(logits()));

    assertThat(finding.cause()).contains(Cause.VERSION_CHANGE);
    assertThat(finding.reason()).contains("as another model answers");
  }

  private static UnaryOperator<double[][]> shiftedAndScattered() {
    UnaryOperator<double[][]> shift = each(v -> v + 1);
    return rows -> scattered(.1).apply(shift.apply(rows));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("contradicted")
  void aPatternThatSomeRowsContradictIsNotNamed(String what, UnaryOperator<double[][]> fault) {
    Finding finding = diagnosed(OutputKind.LOGITS, HERE, logits(), fault.apply(logits()));

    assertThat(finding.cause()).as(what).contains(Cause.WEIGHTS_CORRUPTED);
    assertThat(finding.reason()).endsWith("no simple pattern: as corrupted weights would");
  }

  @Test
  void aJitterOfProbabilitiesIsNoTemperature() {
    double[][] before = probabilities();
    Finding finding =
        diagnosed(OutputKind.PROBABILITIES, HERE, before, scattered(1e-4).apply(before));

    assertThat(finding.cause()).contains(Cause.WEIGHTS_CORRUPTED);
  }

  @Test
  void saturatedRowsThatFlipAreNotTheAnswersToOtherCases() {
    double[][] before = new double[40][];
    Arrays.setAll(before, i -> i % 2 == 0 ? new double[] {1, 0} : new double[] {0, 1});
    double[][] after = only(0, 5, columns(1, 0)).apply(before);

    assertThat(diagnosed(OutputKind.PROBABILITIES, HERE, before, after).cause())
        .contains(Cause.LOCALISED);
  }

  @Test
  void everyRowCountsHoweverManyThereAre() {
    int count = 1500;
    double[][] before = new double[count][];
    Random random = new Random(3);
    Arrays.setAll(before, i -> new double[] {random.nextGaussian(), random.nextGaussian()});
    UnaryOperator<double[][]> most = only(0, 1000, each(v -> v + 1));

    assertThat(diagnosed(OutputKind.LOGITS, HERE, before, most.apply(before)).cause())
        .contains(Cause.WEIGHTS_CORRUPTED);
    assertThat(diagnosed(OutputKind.LOGITS, HERE, before, each(v -> v + 1).apply(before)).cause())
        .contains(Cause.SHIFTED);
  }

  @Test
  void anEvenMovementOfTheSizeOfAPrecisionIsNumericNoiseElsewhere() {
    double[][] before = logits();
    UnaryOperator<double[][]> even =
        rows -> {
          double[][] moved = each(v -> v).apply(rows);
          for (int i = 0; i < moved.length; i++) {
            moved[i][i % CLASSES] += 1e-3 * (1 + i % 3);
          }
          return moved;
        };

    ModelIdentity onAGpu = Given.model("1", Optional.empty(), Optional.of("gpu"));
    Finding finding = diagnosed(OutputKind.LOGITS, onAGpu, before, even.apply(before));
    assertThat(finding.cause()).contains(Cause.NUMERIC_NOISE);
    assertThat(finding.outcome()).isEqualTo(Outcome.DEVIATED);
    Finding unknown = diagnosed(OutputKind.LOGITS, ELSEWHERE, before, even.apply(before));
    assertThat(unknown.cause()).contains(Cause.WEIGHTS_CORRUPTED);
    assertThat(unknown.reason()).contains("as far as tf32 allows", "that nobody tells of");
    double[][] few = only(0, 15, even).apply(before);
    assertThat(diagnosed(OutputKind.LOGITS, onAGpu, before, few).cause())
        .as("that of few cases")
        .contains(Cause.WEIGHTS_CORRUPTED);
    assertThat(diagnosed(OutputKind.LOGITS, HERE, before, even.apply(before)).cause())
        .contains(Cause.WEIGHTS_CORRUPTED);
  }

  @Test
  void aLargeMovementIsNoNumericNoiseHoweverEven() {
    double[][] one = {{.7, .2, .1}};
    double[][] other = {{.1, .5, .4}};

    assertThat(diagnosed(OutputKind.PROBABILITIES, ELSEWHERE, one, other).cause())
        .contains(Cause.WEIGHTS_CORRUPTED);
  }

  @Test
  void otherAnswersOfTheSameWeightsPointToWhatGoesIn() {
    Finding finding =
        diagnosed(OutputKind.LOGITS, Given.model(), logits(), scattered(.1).apply(logits()));
    assertThat(finding.cause()).contains(Cause.WEIGHTS_CORRUPTED);

    Suite suite = suite(OutputKind.LOGITS, Precision.FP32, CASES);
    double[][] before = logits();
    double[][] after = scattered(.1).apply(before);
    Baseline baseline = Given.baseline(suite, Given.model(), 26, (c, i) -> Given.row(before[i]));
    Judged judged =
        Judged.of(suite, baseline, Given.run(suite, Given.model(), i -> Given.row(after[i])));
    assertThat(judged.finding(DeviationCheck.CLASS).cause()).contains(Cause.PREPROCESSING);
    assertThat(judged.finding(DeviationCheck.CLASS).reason()).contains("the weights are unchanged");
  }
}

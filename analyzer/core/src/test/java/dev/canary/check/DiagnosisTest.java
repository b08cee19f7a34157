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
import static dev.canary.check.Movements.softmax;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.canary.suite.OutputKind;
import dev.canary.target.ModelIdentity;
import dev.canary.tensor.Half;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every pattern is named where it explains the whole movement. */
class DiagnosisTest {
  private static double[][] rotated(double[][] rows) {
    double[][] turned = new double[rows.length][];
    Arrays.setAll(turned, r -> rows[(r + 3) % rows.length]);
    return turned;
  }

  private static double[][] biased(double[][] rows) {
    return Arrays.stream(rows)
        .map(r -> new double[] {r[0], r[1] - .05, r[2], r[3] + .03, r[4]})
        .toArray(double[][]::new);
  }

  private static double[][] tempered(double[][] rows) {
    return Arrays.stream(rows)
        .map(r -> softmax(Arrays.stream(r).map(Math::log).toArray(), .7))
        .toArray(double[][]::new);
  }

  static Stream<Arguments> patterns() {
    double nan = Double.NaN;
    return Stream.of(
        arguments(Cause.SHIFTED, each(v -> v + .02), "every number moved by 0.02"),
        arguments(
            Cause.SHIFTED,
            (UnaryOperator<double[][]>) DiagnosisTest::biased,
            "every row moved alike, at most by 0.05"),
        arguments(Cause.SCALED, each(v -> v * 1.02), "every number was multiplied by 1.02"),
        arguments(Cause.SCALED, each(v -> -v), "every number was multiplied by -1"),
        arguments(
            Cause.LABELS_PERMUTED,
            columns(1, 0, 2, 3, 4),
            "the scores are the baseline's with 2 of 5 classes exchanged"),
        arguments(
            Cause.LABELS_PERMUTED,
            columns(4, 3, 0, 1, 2),
            "the scores are the baseline's with 5 of 5 classes exchanged"),
        arguments(Cause.COLLAPSED, each(v -> .25), "every case gets the same answer"),
        arguments(Cause.COLLAPSED, each(v -> 0), "every case gets the same answer"),
        arguments(
            Cause.QUANTISED,
            each(v -> Math.rint(v * 64) / 64),
            "every answer is now a multiple of 1/64"),
        arguments(
            Cause.QUANTISED,
            each(v -> Half.toFloat(Half.fromFloat((float) v))),
            "every answer is now an fp16 number"),
        arguments(
            Cause.QUANTISED,
            each(v -> Float.intBitsToFloat(Float.floatToIntBits((float) v) & 0xffff0000)),
            "every answer is now a bf16 number"),
        arguments(
            Cause.NON_FINITE,
            only(3, 6, each(v -> nan)),
            "3 answers hold NaN or infinity, which had none"),
        arguments(
            Cause.LOCALISED,
            only(0, 10, scattered(.1)),
            "only 10 of 40 cases moved, those of the tag night"),
        arguments(Cause.LOCALISED, only(12, 14, scattered(.1)), "only 2 of 40 cases moved"),
        arguments(
            Cause.PREPROCESSING,
            (UnaryOperator<double[][]>) DiagnosisTest::rotated,
            "40 of 40 moved answers are the baseline's answers to other cases"));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("patterns")
  void aPatternOfLogitsIsNamed(Cause cause, UnaryOperator<double[][]> fault, String reason) {
    for (ModelIdentity model : List.of(HERE, ELSEWHERE)) {
      Finding finding = diagnosed(OutputKind.LOGITS, model, logits(), fault.apply(logits()));
      assertThat(finding.cause()).contains(cause);
      assertThat(finding.reason()).contains(reason);
    }
  }

  static Stream<Arguments> ofProbabilities() {
    return Stream.of(
        arguments(Cause.LABELS_PERMUTED, columns(1, 2, 0, 3, 4), "3 of 5 classes exchanged"),
        arguments(
            Cause.SCALED,
            (UnaryOperator<double[][]>) DiagnosisTest::tempered,
            "every logit was multiplied by 0.7"),
        arguments(
            Cause.QUANTISED,
            each(v -> Half.toFloat(Half.fromFloat((float) v))),
            "every answer is now an fp16 number"),
        arguments(Cause.COLLAPSED, each(v -> 1. / CLASSES), "every case gets the same answer"),
        arguments(Cause.LOCALISED, only(12, 14, columns(1, 0, 2, 3, 4)), "only 2 of 40"),
        arguments(
            Cause.PREPROCESSING,
            (UnaryOperator<double[][]>) DiagnosisTest::rotated,
            "answers to other cases"));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("ofProbabilities")
  void aPatternOfProbabilitiesIsNamed(Cause cause, UnaryOperator<double[][]> fault, String reason) {
    double[][] before = probabilities();
    Finding finding = diagnosed(OutputKind.PROBABILITIES, HERE, before, fault.apply(before));

    assertThat(finding.cause()).contains(cause);
    assertThat(finding.reason()).contains(reason);
  }

  @Test
  void aSingleProbabilityMayBeSwappedOrTemperedToo() {
    double[][] before =
        Arrays.stream(logits())
            .map(r -> new double[] {1 / (1 + Math.exp(r[0]))})
            .toArray(double[][]::new);
    double[][] hot =
        Arrays.stream(logits())
            .map(r -> new double[] {1 / (1 + Math.exp(1.5 * r[0]))})
            .toArray(double[][]::new);

    Finding swapped =
        diagnosed(OutputKind.PROBABILITIES, HERE, before, each(p -> 1 - p).apply(before));
    assertThat(swapped.cause()).contains(Cause.LABELS_PERMUTED);
    assertThat(swapped.reason()).contains("every probability p became 1 - p");
    Finding tempered = diagnosed(OutputKind.PROBABILITIES, HERE, before, hot);
    assertThat(tempered.cause()).contains(Cause.SCALED);
    assertThat(tempered.reason()).contains("every logit was multiplied by 1.5");
  }

  @Test
  void valuesShiftScaleAndCollapseButHaveNoLabelsToPermute() {
    double[][] before = logits();

    assertThat(diagnosed(OutputKind.VALUES, HERE, before, each(v -> v - 2).apply(before)).cause())
        .contains(Cause.SHIFTED);
    assertThat(diagnosed(OutputKind.VALUES, HERE, before, each(v -> v * 3).apply(before)).cause())
        .contains(Cause.SCALED);
    assertThat(diagnosed(OutputKind.VALUES, HERE, before, each(v -> 7).apply(before)).cause())
        .contains(Cause.COLLAPSED);
    for (OutputKind kind : List.of(OutputKind.VALUES, OutputKind.EMBEDDING)) {
      assertThat(diagnosed(kind, HERE, before, columns(1, 0, 2, 3, 4).apply(before)).cause())
          .contains(Cause.WEIGHTS_CORRUPTED);
    }
  }

  @Test
  void maskedLogitsOfMinusInfinityHideNoPattern() {
    UnaryOperator<double[][]> masked =
        rows -> {
          double[][] all = each(v -> v).apply(rows);
          Arrays.stream(all).forEach(row -> row[2] = Double.NEGATIVE_INFINITY);
          return all;
        };
    double[][] before = masked.apply(logits());

    assertThat(diagnosed(OutputKind.LOGITS, HERE, before, each(v -> v + 1).apply(before)).cause())
        .contains(Cause.SHIFTED);
    assertThat(diagnosed(OutputKind.LOGITS, HERE, before, each(v -> v * 2).apply(before)).cause())
        .contains(Cause.SCALED);
    assertThat(
            diagnosed(OutputKind.LOGITS, HERE, before, columns(4, 1, 2, 3, 0).apply(before))
                .cause())
        .contains(Cause.LABELS_PERMUTED);
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("ofProbabilities")
  void casesThatNeverHadAFiniteNumberHideNoPattern(
      Cause cause, UnaryOperator<double[][]> fault, String reason) {
    double[][] before = probabilities();
    double[][] after = fault.apply(before);
    for (double[][] rows : List.of(before, after)) {
      rows[0] = each(v -> Double.NaN).apply(rows)[0];
      rows[CASES - 1] = each(v -> Double.POSITIVE_INFINITY).apply(rows)[0];
    }
    Finding finding = diagnosed(OutputKind.PROBABILITIES, HERE, before, after);

    assertThat(finding.cause()).contains(cause);
    assertThat(finding.reason()).contains(reason);
  }

  @Test
  void permutedClassesAreFoundAmongClassesThatAreAlwaysZero() {
    double[][] before =
        Arrays.stream(probabilities())
            .map(r -> new double[] {r[0], 0, r[1] + r[2], 0, 0, r[3] + r[4]})
            .toArray(double[][]::new);
    Finding finding =
        diagnosed(OutputKind.PROBABILITIES, HERE, before, columns(1, 0, 3, 2, 4, 5).apply(before));

    assertThat(finding.cause()).contains(Cause.LABELS_PERMUTED);
    assertThat(finding.reason()).contains("4 of 6 classes exchanged");
  }
}

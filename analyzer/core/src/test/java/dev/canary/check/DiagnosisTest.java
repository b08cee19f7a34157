package dev.canary.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.canary.baseline.Baseline;
import dev.canary.given.Given;
import dev.canary.given.Given.Judged;
import dev.canary.suite.Case;
import dev.canary.suite.OutputKind;
import dev.canary.suite.Precision;
import dev.canary.suite.Suite;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Output;
import dev.canary.tensor.Half;
import dev.canary.tensor.Tensor;
import dev.canary.verdict.Verdict;
import dev.canary.verdict.Verdict.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every pattern is named where it explains the whole movement, and not where it only looks like it.
 */
class DiagnosisTest {

  private static final int CASES = 40;
  private static final int CLASSES = 5;
  private static final ModelIdentity HERE = Given.model("1", Optional.empty(), Optional.of("cpu"));
  private static final ModelIdentity ELSEWHERE = Given.recorded();

  /** Rows of a model that tells its cases apart. */
  private static double[][] logits() {
    Random random = new Random(11);
    double[][] rows = new double[CASES][CLASSES];
    for (double[] row : rows) {
      Arrays.setAll(row, c -> (float) (3 * random.nextGaussian()));
    }
    return rows;
  }

  private static double[][] probabilities() {
    return Arrays.stream(logits()).map(row -> softmax(row, 1)).toArray(double[][]::new);
  }

  private static double[] softmax(double[] logits, double factor) {
    double[] powers = Arrays.stream(logits).map(v -> Math.exp(factor * v)).toArray();
    double sum = Arrays.stream(powers).sum();
    return Arrays.stream(powers).map(v -> v / sum).toArray();
  }

  private static UnaryOperator<double[][]> each(DoubleUnaryOperator change) {
    return rows ->
        Arrays.stream(rows)
            .map(r -> Arrays.stream(r).map(change).toArray())
            .toArray(double[][]::new);
  }

  private static UnaryOperator<double[][]> columns(int... source) {
    return rows ->
        Arrays.stream(rows)
            .map(r -> Arrays.stream(source).mapToDouble(c -> r[c]).toArray())
            .toArray(double[][]::new);
  }

  /** Only these cases change. */
  private static UnaryOperator<double[][]> only(
      int from, int to, UnaryOperator<double[][]> change) {
    return rows -> {
      double[][] all = rows.clone();
      double[][] changed = change.apply(rows);
      System.arraycopy(changed, from, all, from, to - from);
      return all;
    };
  }

  private static UnaryOperator<double[][]> scattered(double size) {
    Random random = new Random(5);
    return each(v -> v + size * random.nextGaussian());
  }

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

  private static Suite suite(OutputKind kind, Precision precision, int count) {
    List<Case> cases = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      cases.add(i < 10 ? Given.aCase("c" + i, "night", "all") : Given.aCase("c" + i, "all"));
    }
    return Given.suite(Given.spec(kind, precision), cases);
  }

  private static Finding diagnosed(
      OutputKind kind, ModelIdentity now, double[][] before, double[][] after) {
    Suite suite = suite(kind, Precision.FP32, before.length);
    Baseline baseline = Given.baseline(suite, HERE, 26, (c, i) -> Given.row(before[i]));
    return Judged.of(suite, baseline, Given.run(suite, now, i -> Given.row(after[i])))
        .finding(DeviationCheck.CLASS);
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
    assertThat(
            diagnosed(OutputKind.LOGITS, onAGpu, before, only(0, 15, even).apply(before)).cause())
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

  private static final String[] PETS = {"cat", "dog", "hen"};

  private static Judged labels(
      OutputKind kind, ModelIdentity model, UnaryOperator<String[]> fault) {
    Suite suite = suite(kind, Precision.FP32, 30);
    String[] before = new String[30];
    Arrays.setAll(before, i -> PETS[i * 7 % 3]);
    String[] after = fault.apply(before.clone());
    Baseline baseline = Given.baseline(suite, HERE, 26, (c, i) -> Given.texts(before[i]));
    return Judged.of(suite, baseline, Given.run(suite, model, i -> Given.texts(after[i])));
  }

  private static UnaryOperator<String[]> renamed(Map<String, String> names) {
    return labels ->
        Arrays.stream(labels).map(l -> names.getOrDefault(l, l)).toArray(String[]::new);
  }

  static Stream<Arguments> ofLabels() {
    UnaryOperator<String[]> one = l -> changed(l, 0, 1);
    UnaryOperator<String[]> night = l -> changed(l, 0, 10);
    UnaryOperator<String[]> many = l -> changed(l, 0, 25);
    return Stream.of(
        arguments(Cause.LABELS_PERMUTED, renamed(Map.of("cat", "dog", "dog", "cat"))),
        arguments(Cause.LABELS_PERMUTED, renamed(Map.of("cat", "dog", "dog", "hen", "hen", "cat"))),
        arguments(Cause.COLLAPSED, renamed(Map.of("cat", "hen", "dog", "hen"))),
        arguments(Cause.LOCALISED, one),
        arguments(Cause.LOCALISED, night),
        arguments(Cause.WEIGHTS_CORRUPTED, many));
  }

  /** Each of these cases gets another label, with no rule in it. */
  private static String[] changed(String[] labels, int from, int to) {
    for (int i = from; i < to; i++) {
      labels[i] = PETS[(i * 7 + 1 + i % 2) % 3];
    }
    return labels;
  }

  @ParameterizedTest
  @MethodSource("ofLabels")
  void aPatternOfLabelsIsNamed(Cause cause, UnaryOperator<String[]> fault) {
    for (OutputKind kind : List.of(OutputKind.LABELS, OutputKind.TEXT)) {
      Judged here = labels(kind, HERE, fault);
      assertThat(here.verdict()).isEqualTo(new Verdict(Level.BROKEN, List.of(cause)));
      assertThat(here.finding(LabelCheck.NAME).cause()).contains(cause);
      assertThat(labels(kind, ELSEWHERE, fault).verdict())
          .isEqualTo(new Verdict(Level.DRIFTED, List.of(cause)));
    }
  }

  @Test
  void wholeNumbersAreExactEvenAsValues() {
    Suite suite = suite(OutputKind.VALUES, Precision.INT8, 10);
    Baseline baseline = Given.baseline(suite, HERE, 26, (c, i) -> counts(1000 + i));
    Judged judged =
        Judged.of(
            suite, baseline, Given.run(suite, HERE, i -> counts(1000 + i + (i == 4 ? 1 : 0))));

    assertThat(judged.verdict()).isEqualTo(new Verdict(Level.BROKEN, List.of(Cause.LOCALISED)));
    assertThat(judged.finding(LabelCheck.NAME).cases())
        .containsExactly(new CaseDeviation("c4", Double.NaN, "1004 -> 1005"));
  }

  private static Output counts(long value) {
    return Output.of(Given.OUT, Tensor.ofLongs(new int[] {1}, value));
  }

  @Test
  void theExactClassIsJudgedWithoutAScoreOfItsOwn() {
    Suite suite = suite(OutputKind.LOGITS, Precision.EXACT, CASES);
    double[][] before = logits();
    Baseline baseline = Given.baseline(suite, HERE, 26, (c, i) -> Given.row(before[i]));
    double[][] after = each(v -> v).apply(before);
    after[7][0] = Math.nextUp(after[7][0]);
    Judged judged = Judged.of(suite, baseline, Given.run(suite, HERE, i -> Given.row(after[i])));

    assertThat(judged.verdict()).isEqualTo(new Verdict(Level.BROKEN, List.of(Cause.LOCALISED)));
    assertThat(judged.finding(DeviationCheck.MAX).statistic()).hasValue(Double.MAX_VALUE);
  }
}

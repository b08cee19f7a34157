package dev.canary.check;

import static dev.canary.check.Movements.CASES;
import static dev.canary.check.Movements.ELSEWHERE;
import static dev.canary.check.Movements.HERE;
import static dev.canary.check.Movements.each;
import static dev.canary.check.Movements.logits;
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
import dev.canary.target.Output;
import dev.canary.tensor.Tensor;
import dev.canary.verdict.Verdict;
import dev.canary.verdict.Verdict.Level;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Patterns of answers that allow no tolerance: labels, texts, whole numbers. */
class ExactDiagnosisTest {
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

package dev.canary.baseline;

import static dev.canary.baseline.Captured.LOGITS;
import static dev.canary.baseline.Captured.baseline;
import static dev.canary.baseline.Captured.captures;
import static dev.canary.baseline.Captured.suite;
import static dev.canary.given.Given.OUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.given.Given;
import dev.canary.replay.Observation;
import dev.canary.suite.OutputKind;
import dev.canary.suite.OutputSpec;
import dev.canary.suite.Precision;
import dev.canary.suite.Suite;
import dev.canary.target.Output;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Captures that make no baseline, each refused by its name. */
class CaptureRefusedTest {
  private static final OutputSpec LABELS = Given.spec(OutputKind.LABELS, Precision.FP32);

  @Test
  void aFailingCaseIsRefusedByItsName() {
    Suite suite = suite(LOGITS, 2);
    List<Capture> taken = captures(suite, 5, (c, i) -> Given.row(1));
    List<Capture> failing = new ArrayList<>(taken);
    failing.set(
        3,
        new Capture(
            0,
            Given.observed(
                suite,
                Given.model(),
                i ->
                    i == 0
                        ? taken.get(0).run().observations().get(0)
                        : new Observation.Failed("c1", Reason.MODEL_ERROR, "boom", 1))));

    assertThatThrownBy(() -> Captures.toBaseline(suite, failing, Given.provenance(5)))
        .isInstanceOf(CaptureException.class)
        .hasMessage("the model failed on c1 (c1: boom): mend or remove what cannot be answered");
  }

  @Test
  void aShapeThatChangesBetweenCapturesIsRefusedByItsCase() {
    assertThatThrownBy(
            () ->
                baseline(
                    suite(LOGITS, 2),
                    5,
                    (c, i) -> i == 1 && c == 2 ? Given.row(1, 2) : Given.row(1)))
        .isInstanceOf(CaptureException.class)
        .hasMessage("case c1 answers in different shapes: {out=fp64[1, 1]} and {out=fp64[1, 2]}");
  }

  @Test
  void anOutputThatIsNotDeclaredMayChangeItsShape() throws CaptureException {
    Suite suite = Given.suite(OutputSpec.DEFAULT, Map.of(OUT, LOGITS), Given.cases(1));
    Baseline baseline =
        baseline(
            suite,
            5,
            (c, i) -> {
              Map<String, Tensor> tensors = new LinkedHashMap<>();
              tensors.put(OUT, Given.tensor(Given.row(1)));
              tensors.put("trace", Given.tensor(Given.row(new double[c + 1])));
              return new Output(tensors, Map.of());
            });

    assertThat(baseline.outputs().keySet()).containsExactly(OUT);
  }

  @Test
  void aDeclaredOutputThatIsMissingIsRefused() {
    Suite suite = Given.suite(OutputSpec.DEFAULT, Map.of("label", LABELS), Given.cases(1));

    assertThatThrownBy(() -> baseline(suite, 5, (c, i) -> Given.row(1)))
        .isInstanceOf(CaptureException.class)
        .hasMessage("the model gives no output \"label\"; it gives out");
  }

  @Test
  void classesThatChangeTheirColumnAreRefused() {
    List<String> names = List.of("cat", "dog");
    List<String> turned = List.of("dog", "cat");

    assertThatThrownBy(
            () ->
                baseline(
                    suite(LOGITS, 2),
                    5,
                    (c, i) ->
                        new Output(
                            Given.row(1, 2).tensors(), Map.of(OUT, c == 4 ? turned : names))))
        .isInstanceOf(CaptureException.class)
        .hasMessage(
            "case c0 names the classes of \"out\" [dog, cat], where others name them [cat, dog]");
  }

  @Test
  void noCaptureAtAllIsAMistakeOfTheCaller() {
    assertThatThrownBy(() -> baseline(suite(LOGITS, 1), 0, (c, i) -> Given.row(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a baseline needs at least 1 capture, found 0");
  }
}

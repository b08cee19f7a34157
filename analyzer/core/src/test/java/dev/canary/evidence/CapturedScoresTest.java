package dev.canary.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.baseline.Baseline;
import dev.canary.given.Given;
import dev.canary.suite.OutputKind;
import dev.canary.suite.OutputSpec;
import dev.canary.suite.Precision;
import dev.canary.suite.Suite;
import dev.canary.target.Output;
import dev.canary.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CapturedScoresTest {
  private static final Output NUMBERS = Given.row(0.25, 0.75);
  private static final Output TEXTS = Given.texts("yes");
  private static final Output WHOLE =
      Output.of(Given.OUT, Tensor.ofLongs(new int[] {1}, new long[] {7}));

  static Stream<Arguments> outputs() {
    return Stream.of(
        Arguments.of(OutputKind.PROBABILITIES, NUMBERS, Score.ALL),
        Arguments.of(OutputKind.LOGITS, NUMBERS, Score.ALL),
        Arguments.of(OutputKind.VALUES, NUMBERS, Score.VALUES),
        Arguments.of(OutputKind.EMBEDDING, NUMBERS, Score.VALUES),
        Arguments.of(OutputKind.LABELS, TEXTS, Score.LABELS_ONLY),
        Arguments.of(OutputKind.TEXT, TEXTS, Score.LABELS_ONLY),
        Arguments.of(OutputKind.VALUES, WHOLE, Score.LABELS_ONLY));
  }

  @ParameterizedTest
  @MethodSource("outputs")
  void whatAnOutputIsComparedBySaysWhichScoresItHas(
      OutputKind kind, Output answer, Set<Score> scores) {
    Suite suite = Given.suite(Given.spec(kind, Precision.FP32), Given.cases(3));
    Baseline baseline = Given.baseline(suite, Given.model(), 26, (capture, i) -> answer);

    Calibration calibration = CapturedScores.calibration(suite, baseline).orElseThrow();

    assertThat(calibration.scores()).isEqualTo(scores);
    assertThat(calibration.heldOut()).isEqualTo(baseline.heldOut()).hasSize(20);
  }

  @Test
  void aLabelBesideValuesHasAllThree() {
    Map<String, OutputSpec> specs = new LinkedHashMap<>();
    specs.put("label", Given.spec(OutputKind.LABELS, Precision.FP32));
    specs.put("size", Given.spec(OutputKind.VALUES, Precision.FP32));
    Suite suite = Given.suite(OutputSpec.DEFAULT, specs, Given.cases(3));
    Output both =
        new Output(
            Map.of(
                "label", Tensor.ofTexts(new int[] {1}, List.of("yes")),
                "size", Tensor.ofDoubles(new int[] {1}, new double[] {2.5})),
            Map.of());

    Baseline baseline = Given.baseline(suite, Given.model(), 26, (capture, i) -> both);

    assertThat(CapturedScores.inUse(suite, baseline)).isEqualTo(Score.ALL);
  }

  @Test
  void anOutputThatTheSuiteNoLongerDeclaresHasNone() {
    Suite suite = Given.suite(OutputSpec.of(OutputKind.VALUES), Given.cases(3));
    Baseline baseline = Given.baseline(suite, Given.model(), 26, (capture, i) -> NUMBERS);
    Suite other =
        Given.suite(OutputSpec.DEFAULT, Map.of("other", OutputSpec.DEFAULT), Given.cases(3));

    assertThat(CapturedScores.calibration(other, baseline)).isEmpty();
  }
}

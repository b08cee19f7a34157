package dev.canary.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.baseline.Baseline;
import dev.canary.baseline.Capture;
import dev.canary.baseline.CaptureException;
import dev.canary.baseline.Captures;
import dev.canary.given.Given;
import dev.canary.given.Given.Answers;
import dev.canary.quality.Advice.Kind;
import dev.canary.quality.Advice.Named;
import dev.canary.replay.Run;
import dev.canary.suite.Case;
import dev.canary.suite.Input;
import dev.canary.suite.OutputKind;
import dev.canary.suite.Precision;
import dev.canary.suite.Suite;
import dev.canary.target.Output;
import dev.canary.tensor.Tensor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuiteQualityTest {
  private static final int CAPTURES = 26;

  /** Each case with an input of its own: a suite with nothing to mend but what the test adds. */
  private static Suite suite(OutputKind kind, Precision precision, int cases) {
    List<Case> different =
        IntStream.range(0, cases).mapToObj(i -> Case.of("c" + i, input("x", i))).toList();
    return Given.suite(Given.spec(kind, precision), different);
  }

  private static Input input(String name, double value) {
    return Input.of(Map.of(name, Tensor.ofDoubles(new int[] {1}, value)));
  }

  private static List<Advice> advice(Suite suite, Answers answers) {
    return SuiteQuality.advice(suite, Given.baseline(suite, Given.model(), CAPTURES, answers));
  }

  private static List<Kind> kinds(List<Advice> advice) {
    return advice.stream().map(Advice::kind).toList();
  }

  private static Advice only(List<Advice> advice, Kind kind) {
    return advice.stream().filter(a -> a.kind() == kind).findFirst().orElseThrow();
  }

  private static double figure(Advice advice, String name) {
    return advice.cases().get(0).figures().getOrDefault(name, Double.NaN);
  }

  private static List<String> ids(Advice advice) {
    return advice.cases().stream().map(Named::id).toList();
  }

  /** Alternating in sign, the size of {@code noise}: its median deviation is {@code noise} too. */
  private static double noise(int capture, double noise) {
    return capture % 2 == 0 ? noise : -noise;
  }

  @Test
  void aBitStableSuiteOfDifferentCasesNeedsNoAdvice() {
    assertThat(advice(suite(OutputKind.LOGITS, Precision.FP32, 5), (c, i) -> Given.row(3 + i, 1)))
        .isEmpty();
    assertThat(advice(suite(OutputKind.VALUES, Precision.FP32, 5), (c, i) -> Given.row(3 + i)))
        .isEmpty();
    assertThat(
            advice(
                suite(OutputKind.PROBABILITIES, Precision.FP32, 5),
                (c, i) -> Given.row(.6 + .05 * i, .4 - .05 * i)))
        .isEmpty();
  }

  @Test
  void aMarginBelowTenTimesTheCasesOwnNoiseIsThin() {
    Advice thin =
        only(
            advice(
                suite(OutputKind.LOGITS, Precision.FP32, 2),
                (c, i) -> Given.row(10 + noise(c, .01), i == 0 ? 9.95 : 9.8, 1)),
            Kind.THIN_MARGIN);

    assertThat(ids(thin)).containsExactly("c0");
    double margin = figure(thin, "margin");
    double noise = figure(thin, "noise");
    assertThat(margin).isBetween(.04, .06);
    assertThat(noise).isBetween(.0, .02).isGreaterThan(margin / 10);
  }

  @Test
  void theMarginOfProbabilitiesIsTakenWhereTheirNoiseIs() {
    // ln(.5 / .4) = 0.223 is below 10 x 0.03, ln(.8 / .1) = 2.08 is not.
    Answers answers =
        (c, i) -> {
          double up = Math.exp(noise(c, .03));
          return i == 0 ? Given.row(.5, .4 * up, .1) : Given.row(.8, .1 * up, .1);
        };

    assertThat(
            ids(
                only(
                    advice(suite(OutputKind.PROBABILITIES, Precision.FP32, 2), answers),
                    Kind.THIN_MARGIN)))
        .containsExactly("c0");
  }

  @Test
  void aCaseThatNeverMovesIsTiedOnlyInsideItsClass() {
    Answers near = (c, i) -> Given.row(2, i == 0 ? 2 - 1e-5 : 2 - 1e-4, i);

    Advice tied = only(advice(suite(OutputKind.LOGITS, Precision.FP32, 2), near), Kind.TIED);

    assertThat(ids(tied)).containsExactly("c0");
    assertThat(figure(tied, "class")).isEqualTo(2e-5, Offset.offset(1e-12));
  }

  @Test
  void ofManyRowsMoreThanOneInAHundredMustBeNearABoundary() {
    double[] onePixel = new double[400];
    double[] fivePixels = new double[400];
    for (int row = 0; row < 200; row++) {
      onePixel[2 * row] = row < 1 ? 0 : 1 + row;
      fivePixels[2 * row] = row < 5 ? 0 : 1 + row;
    }
    Answers masks =
        (c, i) ->
            Output.of(
                Given.OUT, Tensor.ofDoubles(new int[] {200, 2}, i == 0 ? onePixel : fivePixels));

    assertThat(ids(only(advice(suite(OutputKind.LOGITS, Precision.FP32, 2), masks), Kind.TIED)))
        .containsExactly("c1");
  }

  @ParameterizedTest(name = "rest {0} of class {1}: saturated {2}")
  @CsvSource({
    "1e-4, FP32, false", "2e-5, FP32, false", "1e-5, FP32, true", "0, FP32, true",
    "0.1, BF16, false", "0.01, BF16, true", "1e-4, EXACT, false", "0, EXACT, true"
  })
  void aCaseIsSaturatedWhenAllClassesButOneFitIntoTheClass(
      double rest, Precision precision, boolean saturated) {
    List<Advice> advice =
        advice(
            suite(OutputKind.PROBABILITIES, precision, 2),
            (c, i) -> i == 0 ? Given.row(1 - rest, rest / 2, rest / 2) : Given.row(.6, .3, .1));

    assertThat(kinds(advice).contains(Kind.SATURATED)).isEqualTo(saturated);
  }

  @Test
  void manyUnlikelyClassesTogetherAreNotSaturated() {
    double[] row = new double[1001];
    Arrays.fill(row, 9e-6);
    row[7] = 1 - 1000 * 9e-6;

    assertThat(
            kinds(
                advice(
                    suite(OutputKind.PROBABILITIES, Precision.FP32, 1), (c, i) -> Given.row(row))))
        .isEmpty();
  }

  @Test
  void whatALogitMustMoveBeforeASaturatedCaseShowsIsTold() {
    Advice saturated =
        only(
            advice(
                suite(OutputKind.PROBABILITIES, Precision.FP32, 2),
                (c, i) -> i == 0 ? Given.row(1e-6) : Given.row(.5)),
            Kind.SATURATED);

    // numpy: p = 1e-6; log((p + 1e-5) / (1 - p - 1e-5)) - log(p / (1 - p)) = 2.397905272...
    assertThat(figure(saturated, "logit")).isEqualTo(2.3979052728, Offset.offset(1e-8));
  }

  @Test
  void theSameFieldsInAnotherOrderAreAnotherInputWithTheSameAnswer() {
    Map<String, Tensor> forth = new LinkedHashMap<>();
    forth.put("a", Tensor.ofDoubles(new int[] {1}, 1));
    forth.put("b", Tensor.ofDoubles(new int[] {1}, 2));
    Map<String, Tensor> back = new LinkedHashMap<>();
    back.put("b", Tensor.ofDoubles(new int[] {1}, 2));
    back.put("a", Tensor.ofDoubles(new int[] {1}, 1));
    Suite suite =
        Given.suite(
            Given.spec(OutputKind.VALUES, Precision.FP32),
            List.of(
                Case.of("first", Input.of(forth)),
                Case.of("again", Input.of(forth)),
                Case.of("turned", Input.of(back)),
                Case.of("other", input("a", 3))));

    List<Advice> advice = advice(suite, (c, i) -> Given.row(i == 3 ? 5 : 4));

    assertThat(kinds(advice)).containsExactly(Kind.SAME_INPUT, Kind.SAME_ANSWER);
    assertThat(advice.get(0).cases()).containsExactly(Named.like("again", "first"));
    assertThat(advice.get(1).cases()).containsExactly(Named.like("turned", "first"));
  }

  @ParameterizedTest(name = "{0} of 4 cases answer NaN: advice {1}")
  @CsvSource({"0, false", "2, false", "3, true", "4, true"})
  void mostAnswersOfABrokenModelAreNone(int broken, boolean advised) {
    List<Advice> advice =
        advice(
            suite(OutputKind.LOGITS, Precision.FP32, 4),
            (c, i) -> Given.row(i < broken ? Double.NaN : i, 2));

    assertThat(kinds(advice).contains(Kind.NON_FINITE)).isEqualTo(advised);
  }

  @Test
  void casesWithoutAnyInputAreNoDuplicates() {
    Suite recorded = Given.suite(Given.spec(OutputKind.VALUES, Precision.FP32), Given.cases(3));

    assertThat(advice(recorded, (c, i) -> Given.row(5 + i))).isEmpty();
  }

  @ParameterizedTest(name = "{0} {1}, numbers {2} apart: the same {3}")
  @CsvSource({
    // Three numbers within 1e-5 of U = 8 are no coincidence, however coarse the class.
    "LOGITS, FP32, 7e-5, true",
    "LOGITS, FP32, 9e-5, false",
    "LOGITS, INT8, 9e-5, false",
    "LOGITS, EXACT, 1e-12, false",
    "LOGITS, EXACT, 0, true",
  })
  void answersAreTheSameWhereEveryNumberIs(
      OutputKind kind, Precision precision, double apart, boolean same) {
    List<Advice> advice =
        advice(suite(kind, precision, 2), (c, i) -> Given.row(8 - i * apart, 2, 1 + i * apart));

    assertThat(kinds(advice).contains(Kind.SAME_ANSWER)).isEqualTo(same);
  }

  @Test
  void oneNumberNearAnotherMayBeChance() {
    List<Advice> near =
        advice(suite(OutputKind.VALUES, Precision.FP32, 2), (c, i) -> Given.row(1 + i * 1e-9));
    List<Advice> equal =
        advice(suite(OutputKind.VALUES, Precision.FP32, 2), (c, i) -> Given.row(1));

    assertThat(near).isEmpty();
    assertThat(kinds(equal)).containsExactly(Kind.SAME_ANSWER);
  }

  @Test
  void labelsAndTextsThatAgreeAreNoDuplicates() {
    assertThat(advice(suite(OutputKind.TEXT, Precision.FP32, 3), (c, i) -> Given.texts("yes")))
        .isEmpty();
  }

  @Test
  void aSuiteOfLabelsAloneIsToldWhatItCannotSee() {
    assertThat(
            kinds(advice(suite(OutputKind.LABELS, Precision.FP32, 3), (c, i) -> Given.texts("a"))))
        .containsExactly(Kind.BLIND);
  }

  @ParameterizedTest(name = "{0}, noise {1} of U: blind {2}")
  @CsvSource({
    "FP32, 0, false",
    "FP16, 0, false",
    "BF16, 0, true",
    "INT8, 0, true",
    "FP32, 0.0001, false",
    "FP32, 0.02, true",
    "FP16, 0.0001, false"
  })
  void aSuiteThatSeesNoMovementOfOnePercentIsTold(
      Precision precision, double noise, boolean blind) {
    List<Advice> advice =
        advice(
            suite(OutputKind.LOGITS, precision, 3),
            (c, i) -> Given.row(10 * (1 + noise(c, noise)), 1 + i, 0));

    assertThat(kinds(advice).contains(Kind.BLIND)).isEqualTo(blind);
  }

  @Test
  void theCureOfBlindnessIsTheClassWhereTheModelRepeatsItself() {
    assertThat(
            only(
                    advice(
                        suite(OutputKind.LOGITS, Precision.INT8, 2), (c, i) -> Given.row(2 + i, 1)),
                    Kind.BLIND)
                .cure())
        .contains("tighter");
  }

  @Test
  void capturesInOneBurstAreNoConcernToASuiteWithoutNoise() {
    Suite suite = suite(OutputKind.VALUES, Precision.FP32, 2);

    assertThat(kinds(advice(suite, (c, i) -> Given.row(5 + i)))).isEmpty();
    assertThat(kinds(advice(suite, (c, i) -> Given.row(5 + i + noise(c, .001)))))
        .containsExactly(Kind.BURST);
  }

  @Test
  void spreadCapturesThatResembleTheirPredecessorAreTold() throws CaptureException {
    Suite suite = suite(OutputKind.VALUES, Precision.FP32, 2);
    Answers slow = (c, i) -> Given.row(5 + i + .01 * Math.sin(c / 4.));
    Answers fresh = (c, i) -> Given.row(5 + i + .01 * Math.sin(c * c));

    assertThat(kinds(SuiteQuality.advice(suite, hourly(suite, slow))))
        .containsExactly(Kind.CORRELATED);
    assertThat(SuiteQuality.advice(suite, hourly(suite, slow)).get(0).cure())
        .contains("hours apart")
        .containsPattern("run: canary capture pets --over [1-9][0-9]+h$");
    assertThat(SuiteQuality.advice(suite, hourly(suite, fresh))).isEmpty();
  }

  private static Baseline hourly(Suite suite, Answers answers) throws CaptureException {
    List<Capture> hourly = new ArrayList<>();
    for (Capture capture : Given.captures(suite, Given.model(), 60, answers)) {
      Run run = capture.run();
      Instant at = Instant.EPOCH.plus(Duration.ofHours(hourly.size()));
      Run then = new Run(run.suite(), run.model(), at, run.duration(), run.observations());
      hourly.add(new Capture(capture.load(), then));
    }
    return Captures.toBaseline(suite, hourly, Given.provenance(60));
  }

  @Test
  void ofAPrivateSuiteNothingIsToldButIds() {
    Suite open = suite(OutputKind.LOGITS, Precision.FP32, 2);
    Suite secret =
        new Suite(
            open.name(),
            open.description(),
            open.target(),
            open.anyOutput(),
            open.outputs(),
            open.cases(),
            open.repeats(),
            open.latency(),
            true,
            open.digest());
    Answers near = (c, i) -> Given.row(10 + noise(c, .01), 9.95, 1);

    assertThat(advice(open, near).stream().flatMap(SuiteQualityTest::figures)).isNotEmpty();
    assertThat(advice(secret, near)).isNotEmpty();
    assertThat(advice(secret, near).stream().flatMap(SuiteQualityTest::figures)).isEmpty();
    assertThat(ids(only(advice(secret, near), Kind.THIN_MARGIN))).containsExactly("c0", "c1");
  }

  private static Stream<Double> figures(Advice advice) {
    return advice.cases().stream().flatMap(named -> named.figures().values().stream());
  }
}

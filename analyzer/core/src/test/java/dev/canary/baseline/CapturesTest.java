package dev.canary.baseline;

import static dev.canary.given.Given.OUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.given.Given;
import dev.canary.given.Given.Answers;
import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.suite.OutputKind;
import dev.canary.suite.OutputSpec;
import dev.canary.suite.Precision;
import dev.canary.suite.Suite;
import dev.canary.target.Output;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.Tensor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapturesTest {

  private static final OutputSpec LOGITS = Given.spec(OutputKind.LOGITS, Precision.FP32);
  private static final OutputSpec LABELS = Given.spec(OutputKind.LABELS, Precision.FP32);
  private static final Offset<Double> TINY = Offset.offset(1e-12);

  private static Suite suite(OutputSpec spec, int cases) {
    return Given.suite(spec, Given.cases(cases));
  }

  private static List<Capture> captures(Suite suite, int count, Answers answers) {
    return Given.captures(suite, Given.model(), count, answers);
  }

  private static Baseline baseline(Suite suite, int count, Answers answers)
      throws CaptureException {
    return Captures.toBaseline(suite, captures(suite, count, answers), Given.provenance(count));
  }

  private static BitSet bits(int... positions) {
    BitSet bits = new BitSet();
    IntStream.of(positions).forEach(bits::set);
    return bits;
  }

  private static Tensor centre(Baseline baseline, int position) {
    return baseline.output(OUT).centre().get(position).orElseThrow();
  }

  @ParameterizedTest(name = "{0} captures: {1} and {2}")
  @CsvSource({"26, 6, 20", "1, 1, 0", "5, 5, 0", "6, 5, 1", "10, 5, 5", "20, 5, 15", "100, 25, 75"})
  void oneQuarterButFiveGivesTheCentreAndTheRestIsHeldOut(int all, int first, int heldOut)
      throws CaptureException {
    Suite suite = suite(LOGITS, 2);

    assertThat(Captures.firstGroup(captures(suite, all, (c, i) -> Given.row(1)), 7)).hasSize(first);
    assertThat(baseline(suite, all, (c, i) -> Given.row(1)).heldOut()).hasSize(heldOut);
  }

  @Test
  void theFirstGroupTakesTheLoadsInTurn() {
    Suite suite = suite(LOGITS, 1);
    List<Capture> taken = new ArrayList<>();
    for (int c = 0; c < 26; c++) {
      int load = c < 20 ? 0 : c < 24 ? 1 : 2;
      taken.add(new Capture(load, Given.run(suite, Given.model(), i -> Given.row(1))));
    }
    for (long seed = 0; seed < 20; seed++) {
      List<Integer> loads =
          Captures.firstGroup(taken, seed).stream().map(i -> taken.get(i).load()).toList();
      assertThat(loads).containsExactly(0, 1, 2, 0, 1, 2);
    }
  }

  @Test
  void theSameSeedDrawsTheSameFirstGroupAndAnotherSeedAnother() {
    Suite suite = suite(LOGITS, 1);
    List<Capture> taken = captures(suite, 26, (c, i) -> Given.row(1));

    assertThat(Captures.firstGroup(taken, 1)).isEqualTo(Captures.firstGroup(taken, 1));
    assertThat(Captures.firstGroup(taken, 1)).isNotEqualTo(Captures.firstGroup(taken, 2));
  }

  @Test
  void centreAndScaleAreMediansOverTheFirstGroupAlone() throws CaptureException {
    Suite suite = suite(LOGITS, 1);
    double[] noise = {.5, -.3, .1, -.2, .4};
    Baseline baseline = baseline(suite, 5, (c, i) -> Given.row(10 + noise[c], 1));

    // numpy: median of the noise .1; of |noise - .1| = [.4, .4, 0, .3, .3] .3, over U = 10.1
    assertThat(centre(baseline, 0).toDoubles()).containsExactly(new double[] {10.1, 1}, TINY);
    assertThat(baseline.output(OUT).scale().get(0)).isCloseTo(.3 / 10.1, TINY);
    assertThat(baseline.output(OUT).unit()).isCloseTo(10.1, TINY);
    assertThat(baseline.heldOut()).isEmpty();
  }

  @Test
  void heldOutCapturesAreScoredAgainstTheFirstGroup() throws CaptureException {
    Suite suite = suite(LOGITS, 2);
    List<Capture> taken = captures(suite, 26, (c, i) -> Given.row(i == 0 ? 100 : 10 + c * .01));
    List<Integer> first = Captures.firstGroup(taken, 7);
    Baseline baseline = Captures.toBaseline(suite, taken, Given.provenance(26));

    double centre = centre(baseline, 1).doubleAt(0);
    double scale = baseline.output(OUT).scale().get(1);
    List<Integer> rest = new ArrayList<>(IntStream.range(0, 26).boxed().toList());
    rest.removeAll(first);
    double unit = baseline.output(OUT).unit();
    for (int i = 0; i < rest.size(); i++) {
      double z = Math.abs(10 + rest.get(i) * .01 - centre) / unit / scale;
      assertThat(baseline.heldOut().get(i).max()).isCloseTo(z, Offset.offset(1e-9));
      assertThat(baseline.heldOut().get(i).rms()).isCloseTo(z / Math.sqrt(2), Offset.offset(1e-9));
    }
    assertThat(unit).isCloseTo((100 + centre) / 2, TINY);
  }

  @Test
  void aCaseIsBitStableAfterFiveEqualCapturesOverTwoLoads() throws CaptureException {
    Suite suite = suite(LOGITS, 3);
    Answers secondWobbles = (c, i) -> Given.row(i == 1 && c == 4 ? Math.nextUp(1.) : 1);

    assertThat(baseline(suite, 5, secondWobbles).output(OUT).bitStable()).isEqualTo(bits(0, 2));
    assertThat(baseline(suite, 4, secondWobbles).output(OUT).bitStable()).isEqualTo(bits());
    List<Capture> oneLoad =
        captures(suite, 8, (c, i) -> Given.row(1)).stream()
            .map(capture -> new Capture(0, capture.run()))
            .toList();
    assertThat(Captures.toBaseline(suite, oneLoad, Given.provenance(8)).output(OUT).bitStable())
        .isEqualTo(bits());
  }

  @Test
  void aDeterministicOutputIsBitStableAfterOneCapture() throws CaptureException {
    Suite suite = suite(Given.deterministic(OutputKind.LOGITS, Precision.FP32), 2);

    assertThat(baseline(suite, 1, (c, i) -> Given.row(1)).output(OUT).bitStable())
        .isEqualTo(bits(0, 1));
    assertThat(baseline(suite, 2, (c, i) -> Given.row(c * i)).output(OUT).bitStable())
        .isEqualTo(bits(0));
  }

  @Test
  void everyLabelThatACaptureGaveIsKept() throws CaptureException {
    Suite suite = suite(LOGITS, 2);
    Baseline baseline =
        baseline(suite, 26, (c, i) -> i == 0 || c % 13 != 0 ? Given.row(2, 1) : Given.row(1, 2));

    assertThat(baseline.output(OUT).otherLabels()).isEqualTo(Map.of(1, Set.of("1")));
  }

  @Test
  void aHeldOutCaptureDoesNotVouchForItsOwnLabels() throws CaptureException {
    Suite suite = suite(Given.spec(OutputKind.TEXT, Precision.FP32), 10);
    Baseline every = baseline(suite, 26, (c, i) -> Given.texts("text " + c + " of " + i));
    Baseline pairs = baseline(suite, 26, (c, i) -> Given.texts("text " + c / 2));

    assertThat(every.heldOut()).hasSize(20).allMatch(scores -> scores.labels() == 10);
    assertThat(pairs.heldOut()).hasSize(20).allMatch(scores -> scores.labels() == 0);
    assertThat(every.output(OUT).otherLabels().get(3)).hasSize(25);
  }

  @Test
  void wholeNumbersTextsAndBoolsHaveTheMostFrequentAnswerAsCentre() throws CaptureException {
    Suite suite = suite(LABELS, 1);

    assertThat(
            centre(baseline(suite, 5, (c, i) -> Given.texts(c == 0 || c == 3 ? "dog" : "cat")), 0))
        .isEqualTo(Tensor.ofTexts(new int[] {1}, List.of("cat")));
    assertThat(centre(baseline(suite, 5, (c, i) -> longs(c % 2)), 0))
        .isEqualTo(Given.tensor(longs(0)));
    Baseline bools =
        baseline(suite, 5, (c, i) -> Output.of(OUT, Tensor.ofBooleans(new int[] {1}, c == 1)));
    assertThat(centre(bools, 0)).isEqualTo(Tensor.ofBooleans(new int[] {1}, false));
    assertThat(bools.output(OUT).scale()).containsExactly(0.);
    assertThat(bools.output(OUT).unit()).isZero();
  }

  private static Output longs(long... values) {
    return Output.of(OUT, Tensor.ofLongs(new int[] {values.length}, values));
  }

  @Test
  void whatIsNotFiniteInEveryCaptureIsTheExpectation() throws CaptureException {
    Suite suite = suite(LOGITS, 1);
    double inf = Double.NEGATIVE_INFINITY;
    Baseline baseline =
        baseline(suite, 5, (c, i) -> Given.row(inf, c == 0 ? inf : 1, Double.NaN, 2 + c));

    assertThat(centre(baseline, 0).toDoubles()).containsExactly(inf, Double.NaN, Double.NaN, 4);
  }

  @Test
  void anOutputThatSomeCasesLackIsEmptyForThem() throws CaptureException {
    Suite suite = suite(LOGITS, 2);
    Baseline baseline =
        baseline(suite, 5, (c, i) -> i == 1 ? Given.row(1) : new Output(two(), Map.of()));

    assertThat(baseline.outputs().keySet()).containsExactly(OUT, "1.score");
    assertThat(baseline.output("1.score").centre().get(0)).isPresent();
    assertThat(baseline.output("1.score").centre().get(1)).isEmpty();
    assertThat(baseline.output("1.score").bitStable()).isEqualTo(bits(0, 1));
  }

  private static Map<String, Tensor> two() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(OUT, Given.tensor(Given.row(1)));
    tensors.put("1.score", Given.tensor(Given.row(3, 4)));
    return tensors;
  }

  @Test
  void aCountThatDependsOnTheCaseIsLegal() throws CaptureException {
    Suite suite = suite(LOGITS, 3);
    Baseline baseline = baseline(suite, 5, (c, i) -> Given.row(new double[i + 1]));

    assertThat(centre(baseline, 2).size()).isEqualTo(3);
  }

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

  @Test
  void appendedCapturesAreHeldOutAndMoveNoCentre() throws CaptureException {
    Suite suite = suite(LOGITS, 2);
    Baseline old = baseline(suite, 10, (c, i) -> Given.row(10 + .1 * (c % 5), 1));
    List<Capture> more = captures(suite, 6, (c, i) -> Given.row(10 + .1 * c, i == 1 ? 20 : 1));
    Baseline both = Captures.append(old, suite, more, Given.provenance(16));

    assertThat(both.output(OUT).centre()).isEqualTo(old.output(OUT).centre());
    assertThat(both.output(OUT).scale()).isEqualTo(old.output(OUT).scale());
    assertThat(both.heldOut()).hasSize(11).startsWith(old.heldOut().toArray(SuiteScores[]::new));
    assertThat(both.latencies()).hasSize(16);
    assertThat(both.output(OUT).otherLabels()).isEqualTo(Map.of(1, Set.of("1")));
    assertThat(both.provenance().captures()).isEqualTo(16);
    assertThat(both.digest()).isEmpty();
  }

  @Test
  void heldOutCapturesKeepTheInstantsAtWhichTheyWereTaken() throws CaptureException {
    Suite suite = suite(LOGITS, 1);
    List<Capture> taken = hourly(captures(suite, 26, (c, i) -> Given.row(1 + .01 * c)), 0);
    List<Integer> first = Captures.firstGroup(taken, 7);
    List<Instant> rest =
        IntStream.range(0, 26)
            .filter(i -> !first.contains(i))
            .mapToObj(i -> taken.get(i).run().startedAt())
            .toList();
    Baseline baseline = Captures.toBaseline(suite, taken, Given.provenance(26));
    List<Capture> more = hourly(captures(suite, 2, (c, i) -> Given.row(1)), 30);

    assertThat(baseline.heldOutAt()).isEqualTo(rest);
    assertThat(Captures.append(baseline, suite, more, Given.provenance(28)).heldOutAt())
        .startsWith(rest.toArray(Instant[]::new))
        .endsWith(hour(30), hour(31))
        .hasSize(22);
  }

  @Test
  void instantsThatSomeHeldOutCapturesLackAreToldOfNone() throws CaptureException {
    Suite suite = suite(LOGITS, 1);
    List<Capture> taken = captures(suite, 12, (c, i) -> Given.row(1 + .01 * c));
    Baseline older = withoutInstants(Captures.toBaseline(suite, taken, Given.provenance(12)));

    assertThat(Captures.append(older, suite, taken, Given.provenance(24)).heldOutAt()).isEmpty();
  }

  private static Instant hour(int hour) {
    return Instant.EPOCH.plus(Duration.ofHours(hour));
  }

  private static List<Capture> hourly(List<Capture> captures, int from) {
    List<Capture> hourly = new ArrayList<>();
    for (Capture capture : captures) {
      Run run = capture.run();
      Instant at = hour(from + hourly.size());
      hourly.add(
          new Capture(
              capture.load(),
              new Run(run.suite(), run.model(), at, run.duration(), run.observations())));
    }
    return hourly;
  }

  private static Baseline withoutInstants(Baseline baseline) {
    return new Baseline(
        baseline.suite(),
        baseline.suiteDigest(),
        baseline.model(),
        baseline.status(),
        baseline.approval(),
        baseline.provenance(),
        baseline.caseIds(),
        baseline.outputs(),
        baseline.heldOut(),
        List.of(),
        baseline.latencies(),
        baseline.digest());
  }

  @Test
  void anAppendedCaptureThatMovedEndsBitStability() throws CaptureException {
    Suite suite = suite(LOGITS, 2);
    Baseline old = baseline(suite, 6, (c, i) -> Given.row(1));
    Baseline both =
        Captures.append(
            old, suite, captures(suite, 1, (c, i) -> Given.row(1 + 1e-9 * i)), Given.provenance(7));

    assertThat(old.output(OUT).bitStable()).isEqualTo(bits(0, 1));
    assertThat(both.output(OUT).bitStable()).isEqualTo(bits(0));
  }

  @Test
  void anAppendedCaptureOfAnotherShapeIsRefused() throws CaptureException {
    Suite suite = suite(LOGITS, 1);
    Baseline old = baseline(suite, 5, (c, i) -> Given.row(1));

    assertThatThrownBy(
            () ->
                Captures.append(
                    old, suite, captures(suite, 2, (c, i) -> Given.row(1, 2)), Given.provenance(7)))
        .isInstanceOf(CaptureException.class)
        .hasMessage("case c0 answers in different shapes: {out=fp64[1, 1]} and {out=fp64[1, 2]}");
  }

  @Test
  void latenciesAreKeptByCaptureAndCase() throws CaptureException {
    assertThat(baseline(suite(LOGITS, 3), 2, (c, i) -> Given.row(1)).latencies())
        .hasSize(2)
        .allSatisfy(nanos -> assertThat(nanos).containsExactly(1_000_000, 1_000_000, 1_000_000));
  }
}

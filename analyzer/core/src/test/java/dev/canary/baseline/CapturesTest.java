package dev.canary.baseline;

import static dev.canary.baseline.Captured.LOGITS;
import static dev.canary.baseline.Captured.TINY;
import static dev.canary.baseline.Captured.baseline;
import static dev.canary.baseline.Captured.bits;
import static dev.canary.baseline.Captured.captures;
import static dev.canary.baseline.Captured.centre;
import static dev.canary.baseline.Captured.suite;
import static dev.canary.given.Given.OUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.given.Given;
import dev.canary.given.Given.Answers;
import dev.canary.suite.OutputKind;
import dev.canary.suite.OutputSpec;
import dev.canary.suite.Precision;
import dev.canary.suite.Suite;
import dev.canary.target.Output;
import dev.canary.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a baseline keeps of its captures: centre, scale, bit-stability, labels, held-out scores. */
class CapturesTest {
  private static final OutputSpec LABELS = Given.spec(OutputKind.LABELS, Precision.FP32);

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
  void latenciesAreKeptByCaptureAndCase() throws CaptureException {
    assertThat(baseline(suite(LOGITS, 3), 2, (c, i) -> Given.row(1)).latencies())
        .hasSize(2)
        .allSatisfy(nanos -> assertThat(nanos).containsExactly(1_000_000, 1_000_000, 1_000_000));
  }
}

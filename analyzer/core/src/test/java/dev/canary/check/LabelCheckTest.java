package dev.canary.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.baseline.Baseline;
import dev.canary.baseline.Reference;
import dev.canary.given.Given;
import dev.canary.given.Given.Answers;
import dev.canary.given.Given.Judged;
import dev.canary.suite.OutputKind;
import dev.canary.suite.Precision;
import dev.canary.suite.Suite;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Output;
import dev.canary.verdict.Verdict.Level;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class LabelCheckTest {

  private static final int CASES = 20;
  private static final ModelIdentity MODEL = Given.model("1", Optional.empty(), Optional.of("cpu"));

  private static Suite suite(OutputKind kind) {
    return Given.suite(Given.spec(kind, Precision.FP32), Given.cases(CASES));
  }

  private static Judged judged(
      OutputKind kind, int captures, Answers answers, IntFunction<Output> now) {
    Suite suite = suite(kind);
    Baseline baseline = Given.baseline(suite, MODEL, captures, answers);
    return Judged.of(suite, baseline, Given.run(suite, MODEL, now));
  }

  /** A model that words its answers anew now and then. */
  private static Output worded(int replay, int position) {
    return Given.texts((replay + 5 * position) % 7 == 0 ? "text " + replay : "text");
  }

  @Test
  void aTextThatIsNewIsCountedAndThreeTimesTheUsualNumberIsDrift() {
    Judged usual = judged(OutputKind.TEXT, 26, LabelCheckTest::worded, i -> worded(700, i));
    Judged unusual =
        judged(OutputKind.TEXT, 26, LabelCheckTest::worded, i -> Given.texts("sorry " + i));

    Finding held = usual.finding(LabelCheck.NAME);
    assertThat(held.outcome()).isEqualTo(Outcome.HELD);
    // 20 cases, of which one in seven is worded anew: 2 or 3 in each held-out capture
    assertThat(held.statistic()).hasValue(3);
    assertThat(held.threshold()).hasValue(9);
    assertThat(held.pValue().orElseThrow()).isGreaterThan(.5);
    Finding drifted = unusual.finding(LabelCheck.NAME);
    assertThat(drifted.outcome()).isEqualTo(Outcome.DEVIATED);
    assertThat(drifted.decides()).isEqualTo(Decides.MARGIN);
    assertThat(drifted.statistic()).hasValue(20);
    assertThat(drifted.pValue()).hasValue(1. / 21);
    assertThat(drifted.cases()).hasSize(20);
    assertThat(unusual.verdict().level()).isEqualTo(Level.DRIFTED);
  }

  @Test
  void aTextThatSomeCaptureGaveIsNoChange() {
    Judged judged =
        judged(
            OutputKind.TEXT,
            26,
            (c, i) -> Given.texts(c % 2 == 0 ? "one" : "other"),
            i -> Given.texts("other"));

    assertThat(judged.finding(LabelCheck.NAME).statistic()).hasValue(0);
    assertThat(judged.verdict().level()).isEqualTo(Level.HEALTHY);
  }

  @Test
  void withTooFewCapturesLabelsThatWobbleAreNotJudged() {
    Judged judged =
        judged(OutputKind.TEXT, 9, LabelCheckTest::worded, i -> Given.texts("sorry " + i));

    assertThat(judged.finding(LabelCheck.NAME).outcome()).isEqualTo(Outcome.HELD);
    assertThat(judged.verdict().level()).isEqualTo(Level.INCONCLUSIVE);
  }

  /** Two classes this far apart, each wobbling by 0.001 of the largest magnitude. */
  private static Answers wobbling(double margin) {
    return (c, i) -> Given.row(10 + margin + .01 * ((c + i) % 5 - 2), 10);
  }

  @Test
  void aLabelChangeFarBeyondTheNoiseIsAFact() {
    Judged clear = judged(OutputKind.LOGITS, 26, wobbling(3), i -> Given.row(i == 0 ? 9 : 13, 10));
    Judged near =
        judged(OutputKind.LOGITS, 26, wobbling(.1), i -> Given.row(i == 0 ? 9 : 10.1, 10));

    Finding fact = clear.finding(LabelCheck.NAME);
    assertThat(fact.decides()).isEqualTo(Decides.FACT);
    assertThat(fact.outcome()).isEqualTo(Outcome.DEVIATED);
    assertThat(fact.cases().get(0).note()).isEqualTo("0 -> 1");
    assertThat(clear.verdict().level()).isEqualTo(Level.BROKEN);
    assertThat(near.finding(LabelCheck.NAME).outcome()).isEqualTo(Outcome.HELD);
    assertThat(near.verdict().level()).isEqualTo(Level.DRIFTED);
  }

  @Test
  void theMarginOfASingleProbabilityIsItsDistanceFromOneHalf() {
    Answers onTheFence = (c, i) -> Given.row(.502 + .001 * ((c + i) % 3 - 1));
    Judged judged = judged(OutputKind.PROBABILITIES, 26, onTheFence, i -> Given.row(.499));
    Judged clear =
        judged(
            OutputKind.PROBABILITIES,
            26,
            (c, i) -> Given.row(.9 + .001 * ((c + i) % 3 - 1)),
            i -> Given.row(i == 0 ? .1 : .9));

    assertThat(judged.finding(LabelCheck.NAME).decides()).isEqualTo(Decides.MARGIN);
    assertThat(clear.finding(LabelCheck.NAME).decides()).isEqualTo(Decides.FACT);
  }

  @Test
  void aLabelThatFlipsInsideTheClassIsATie() {
    Judged judged =
        judged(
            OutputKind.LOGITS, 26, (c, i) -> Given.row(1, 1 - 1e-9), i -> Given.row(1, 1 + 1e-9));

    assertThat(judged.finding(LabelCheck.NAME).statistic()).hasValue(0);
    assertThat(judged.verdict().level()).isEqualTo(Level.HEALTHY);
  }

  @Test
  void anotherVersionIsDescribedWithEveryChange() {
    Suite suite = suite(OutputKind.LOGITS);
    Baseline old = Given.baseline(suite, MODEL, 26, (c, i) -> Given.row(1, 1 - 1e-9));
    Judged judged =
        Judged.of(
            suite,
            new Reference.OtherVersion(old),
            Given.run(suite, MODEL, i -> Given.row(1, i < 7 ? 1 + 1e-9 : 0)));

    Finding finding = judged.finding(LabelCheck.NAME);
    assertThat(finding.statistic()).hasValue(7);
    assertThat(finding.cases()).hasSize(7);
    assertThat(finding.decides()).isEqualTo(Decides.NOTHING);
    assertThat(judged.verdict().level()).isEqualTo(Level.INCONCLUSIVE);
    assertThat(judged.findings())
        .filteredOn(f -> !f.check().equals(BaselineCheck.NAME))
        .allMatch(f -> f.decides() == Decides.NOTHING || f.outcome() == Outcome.HELD);
  }

  @Test
  void aLongTextIsShortenedInWhatPeopleRead() {
    String poem = "so much depends upon ".repeat(20);
    Judged judged =
        judged(
            OutputKind.TEXT,
            26,
            (c, i) -> Given.texts("short"),
            i -> Given.texts(i == 0 ? poem : "short"));

    assertThat(judged.finding(LabelCheck.NAME).cases())
        .isEqualTo(
            List.of(
                new CaseDeviation("c0", Double.NaN, "short -> " + poem.substring(0, 80) + "...")));
  }
}

package dev.canary.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.baseline.Baseline;
import dev.canary.baseline.OutputReference;
import dev.canary.baseline.Ruler;
import dev.canary.baseline.SuiteScores;
import dev.canary.check.DeviationCheck;
import dev.canary.check.Finding;
import dev.canary.given.Given;
import dev.canary.given.Given.Answers;
import dev.canary.given.Given.Judged;
import dev.canary.quality.Sensitivity.Smallest;
import dev.canary.replay.Run;
import dev.canary.suite.OutputKind;
import dev.canary.suite.Precision;
import dev.canary.suite.Suite;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The smallest movement is what the checks themselves turn at. */
class SensitivityTest {
  private static final Answers NOISY =
      (c, i) -> Given.row(.6 + .001 * ((c * 7 + i * 3) % 11), .3, .1);

  private static Suite suite(OutputKind kind, Precision precision) {
    return Given.suite(Given.spec(kind, precision), Given.cases(4));
  }

  private static Run moved(Suite suite, Baseline baseline, String id, double by) {
    OutputReference reference = baseline.output(Given.OUT);
    return Given.run(
        suite,
        Given.model(),
        i -> {
          double[] row = reference.centre().get(i).orElseThrow().toDoubles();
          row[0] += suite.cases().get(i).id().equals(id) ? by : 0;
          return Given.row(row);
        });
  }

  private static Run allMoved(Suite suite, Baseline baseline, double share) {
    OutputReference reference = baseline.output(Given.OUT);
    return Given.run(
        suite,
        Given.model(),
        i -> {
          double[] row = reference.centre().get(i).orElseThrow().toDoubles();
          row[0] +=
              share
                  * Ruler.of(
                          suite.specOf(Given.OUT).orElseThrow(),
                          suite.cases().get(i),
                          reference.unit())
                      .unitOf(row);
          return Given.row(row);
        });
  }

  private static boolean isNews(Suite suite, Baseline baseline, Run run) {
    return Judged.of(suite, baseline, run).findings().stream()
        .filter(finding -> finding.check().startsWith("deviation"))
        .anyMatch(Finding::isNews);
  }

  @ParameterizedTest
  @EnumSource(
      value = OutputKind.class,
      names = {"LOGITS", "VALUES"})
  void aNoisyCaseIsJustSeenAtItsSmallestMovement(OutputKind kind) {
    Suite suite = suite(kind, Precision.FP32);
    Baseline baseline = Given.baseline(suite, Given.model(), 26, NOISY);

    for (Smallest smallest : Sensitivity.ofOneRun(suite, baseline).cases()) {
      double by = smallest.movement();
      assertThat(isNews(suite, baseline, moved(suite, baseline, smallest.id(), by * 1.001)))
          .as("%s by %s", smallest.id(), by)
          .isTrue();
      assertThat(isNews(suite, baseline, moved(suite, baseline, smallest.id(), by * .999)))
          .isFalse();
    }
  }

  @Test
  void aBitStableCaseIsJustSeenBeyondItsClass() {
    Suite suite = suite(OutputKind.VALUES, Precision.FP16);
    Baseline baseline = Given.baseline(suite, Given.model(), 26, (c, i) -> Given.row(10 + i, 1));
    Sensitivity seen = Sensitivity.ofOneRun(suite, baseline);

    assertThat(seen.cases()).hasSize(4).allMatch(s -> Math.abs(s.share() - 2e-3) < 1e-12);
    assertThat(seen.together()).isEmpty();
    Smallest smallest = seen.best().orElseThrow();
    assertThat(isNews(suite, baseline, moved(suite, baseline, "c0", smallest.movement() * 1.001)))
        .isTrue();
    assertThat(isNews(suite, baseline, moved(suite, baseline, "c0", smallest.movement() * .999)))
        .isFalse();
  }

  @Test
  void theMostSensitiveProbabilityOfARowIsTheOneThatCounts() {
    Suite suite = suite(OutputKind.PROBABILITIES, Precision.FP32);
    Baseline baseline = Given.baseline(suite, Given.model(), 26, NOISY);
    double largest = baseline.heldOut().stream().mapToDouble(SuiteScores::max).max().orElseThrow();
    double scale = baseline.output(Given.OUT).scale().get(0);
    double score = DeviationCheck.MARGIN * Math.max(largest, 1) * scale;

    Smallest c0 = Sensitivity.ofOneRun(suite, baseline).cases().get(0);

    // The least likely class, at 0.1, falls: 0.1 (1 - exp(-score)).
    assertThat(c0.movement()).isEqualTo(-.1 * Math.expm1(-score), Offset.offset(1e-12));
    assertThat(c0.share()).isEqualTo(c0.movement());
  }

  @ParameterizedTest
  @EnumSource(
      value = OutputKind.class,
      names = {"LOGITS", "VALUES"})
  void allCasesThatMoveAlikeAreJustSeenAtTheirSmallestMovement(OutputKind kind) {
    Suite suite = suite(kind, Precision.FP32);
    Baseline baseline = Given.baseline(suite, Given.model(), 60, NOISY);
    Sensitivity seen = Sensitivity.ofOneRun(suite, baseline);
    double together = seen.together().orElseThrow();

    assertThat(together).isPositive().isLessThanOrEqualTo(seen.best().orElseThrow().share());
    assertThat(isNews(suite, baseline, allMoved(suite, baseline, together * 1.001))).isTrue();
    assertThat(isNews(suite, baseline, allMoved(suite, baseline, together * .999))).isFalse();
  }

  @Test
  void tooFewCapturesLetOnlyBitStableCasesBeJudged() {
    Suite suite = suite(OutputKind.VALUES, Precision.FP32);
    Baseline baseline =
        Given.baseline(suite, Given.model(), 6, (c, i) -> Given.row(i == 0 ? 1 : 1 + .01 * c));

    List<Smallest> seen = Sensitivity.ofOneRun(suite, baseline).cases();

    assertThat(seen).extracting(Smallest::id).containsExactly("c0");
  }
}

package dev.canary.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.baseline.Baseline;
import dev.canary.baseline.Reference;
import dev.canary.given.Given;
import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.suite.OutputKind;
import dev.canary.suite.Precision;
import dev.canary.suite.Suite;
import dev.canary.target.Output;
import dev.canary.target.PredictionException.Reason;
import org.junit.jupiter.api.Test;

/** Which runs count as evidence. */
final class CountedScoresTest {
  private final Suite suite =
      Given.suite(Given.spec(OutputKind.VALUES, Precision.FP32), Given.cases(4));
  private final Baseline baseline =
      Given.baseline(suite, Given.model(), 26, (capture, i) -> answer(i, 1e-3 * capture));
  private final Reference approved = new Reference.Approved(baseline);

  private static Output answer(int position, double by) {
    return Given.row(position + 1 + by, 2);
  }

  @Test
  void aRunThatTheBaselineJudgesAndThatAnsweredWhollyCountsWithTheScoresOfItsPairs() {
    Run moved = Given.run(suite, Given.model(), i -> answer(i, 1));
    Comparison comparison = Comparison.of(suite, approved, moved);

    assertThat(comparison.countedScores())
        .contains(comparison.pairing().orElseThrow().scores())
        .hasValueSatisfying(scores -> assertThat(scores.max()).isGreaterThan(10));
  }

  @Test
  void aRunIsNotCountedWhenACaseFailed() {
    Run oneFailed =
        Given.observed(
            suite,
            Given.model(),
            i ->
                i == 2
                    ? new Observation.Failed("c2", Reason.UNREACHABLE, "no answer", 1)
                    : new Observation.Answered("c" + i, answer(i, 1), 1));

    assertThat(Comparison.of(suite, approved, oneFailed).countedScores()).isEmpty();
  }

  @Test
  void aRunIsNotCountedWhenACaseAnsweredInAnotherShape() {
    Run oneLonger =
        Given.run(suite, Given.model(), i -> i == 2 ? Given.row(1, 2, 3) : answer(i, 0));

    assertThat(Comparison.of(suite, approved, oneLonger).countedScores()).isEmpty();
  }

  @Test
  void aRunOfAnotherVersionOrWithoutBaselineIsNotCounted() {
    Run run = Given.run(suite, Given.model(), i -> answer(i, 0));

    assertThat(Comparison.of(suite, new Reference.OtherVersion(baseline), run).countedScores())
        .isEmpty();
    assertThat(Comparison.of(suite, new Reference.Absent("none", ""), run).countedScores())
        .isEmpty();
  }
}

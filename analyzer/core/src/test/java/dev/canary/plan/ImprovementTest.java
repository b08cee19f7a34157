package dev.canary.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.baseline.Baseline;
import dev.canary.evidence.Budget;
import dev.canary.given.Given;
import dev.canary.plan.Detection.Kind;
import dev.canary.plan.Improvement.Measure;
import dev.canary.quality.Advice;
import dev.canary.suite.OutputKind;
import dev.canary.suite.Suite;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a plan says that other captures, cases or schedules would gain. */
class ImprovementTest {
  @Test
  void ofTooFewCapturesNothingIsEverEvidence() {
    Baseline five =
        Given.baseline(Plans.SUITE, Given.model(), 5, (c, i) -> Given.row(10 + c, 1 + i));
    WatchPlan plan = Plans.of(five);

    assertThat(Plans.detection(plan, Kind.EVIDENCE).worst()).isEmpty();
    assertThat(Plans.detection(plan, Kind.EVIDENCE_HALF).expected()).isEmpty();
    Improvement more = Plans.improvement(plan, Improvement.Kind.MORE_CAPTURES).orElseThrow();
    assertThat(more.now()).isEqualTo(OptionalDouble.empty());
    assertThat(more.then()).isBetween(6., 7.);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 1000})
  void moreCapturesGainWhatAPlanWithThemSays(int captures) {
    Duration apart = Duration.ofMinutes(10);
    WatchPlan now = Plans.of(Plans.heldOut(20, apart));
    WatchPlan then = Plans.of(Plans.heldOut(captures, apart));

    assertThat(now.improvements())
        .filteredOn(i -> i.change().equals(captures + " held-out captures"))
        .singleElement()
        .satisfies(
            i -> {
              assertThat(i.measure()).isEqualTo(Measure.RUNS_TO_ALERT);
              assertThat(i.now()).hasValue(Plans.worst(now));
              assertThat(i.then()).isEqualTo(Plans.worst(then));
              assertThat(i.how()).contains("--repeats " + (captures == 100 ? 133 : 1333));
            });
    assertThat(then.improvements()).noneMatch(i -> i.change().startsWith(captures + " "));
  }

  @Test
  void aShorterScheduleGainsTimeAndNotRuns() {
    WatchPlan plan = Plans.of(Plans.noisy());
    Improvement shorter = Plans.improvement(plan, Improvement.Kind.SHORTER_SCHEDULE).orElseThrow();

    assertThat(shorter.now()).hasValue(10 * Plans.worst(plan));
    assertThat(shorter.then()).isBetween(5 * Plans.worst(plan), 5 * (Plans.worst(plan) + 2));
    assertThat(shorter.how()).contains("every: 5s");
  }

  @Test
  void capturesInOneBurstAreToldWhatSpreadingThemGains() {
    WatchPlan burst = Plans.of(Plans.noisy());
    WatchPlan spread = Plans.of(Plans.heldOut(20, Duration.ofMinutes(72)));

    assertThat(burst.advice()).extracting(Advice::kind).contains(Advice.Kind.BURST);
    assertThat(burst.evidence()).as("the slow lanes are off").isEmpty();
    Improvement gain = Plans.improvement(burst, Improvement.Kind.SPREAD_CAPTURES).orElseThrow();
    double single = burst.oneRun().orElseThrow().single().orElseThrow().share();
    assertThat(gain.now()).hasValue(single);
    assertThat(gain.then()).isEqualTo(single / 3, Offset.offset(1e-3 * single));

    assertThat(Plans.improvement(spread, Improvement.Kind.SPREAD_CAPTURES)).isEmpty();
    Reach slow = spread.evidence().orElseThrow();
    assertThat(slow.single().orElseThrow().share())
        .isLessThan(spread.oneRun().orElseThrow().single().orElseThrow().share());
    assertThat(slow.runs().orElseThrow())
        .as("one bet in 72 minutes")
        .isGreaterThan((int) Duration.ofHours(12).dividedBy(Plans.TEN_SECONDS));
  }

  @Test
  void saturatedCasesAreToldHowManyMoreCouldShowSmallChanges() {
    Suite sure = Plans.suite(OutputKind.PROBABILITIES, 4, 1);
    Baseline baseline =
        Given.baseline(
            sure, Given.model(), 26, (c, i) -> i < 3 ? Given.row(1 - i * 1e-7) : Given.row(.6));
    WatchPlan plan =
        Plans.of(
            new PlannedWatch(
                "pets",
                sure,
                "fake",
                Plans.every(Plans.TEN_SECONDS),
                Budget.DEFAULT.whole(),
                Optional.of(baseline)));

    Improvement gain = Plans.improvement(plan, Improvement.Kind.UNSATURATED_CASES).orElseThrow();
    assertThat(gain.now()).hasValue(1);
    assertThat(gain.then()).isEqualTo(4);
  }
}

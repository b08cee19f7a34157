package dev.canary.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.baseline.Baseline;
import dev.canary.evidence.Budget;
import dev.canary.given.Given;
import dev.canary.plan.Detection.Kind;
import dev.canary.quality.Advice;
import dev.canary.quality.Sensitivity;
import dev.canary.suite.OutputKind;
import dev.canary.suite.Suite;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class WorkspacePlanTest {
  @Test
  void withoutABaselineTheDeclaredCapturesArePlannedWith() {
    WatchPlan plan = Plans.of(Plans.watch(Plans.every(Plans.TEN_SECONDS), Optional.empty()));

    assertThat(plan.captures()).isEqualTo(new WatchPlan.Captured(Optional.empty(), 26, 20, false));
    assertThat(plan.assumptions())
        .singleElement()
        .asString()
        .contains("26 captures")
        .contains("canary capture pets");
    assertThat(Plans.detection(plan, Kind.EVIDENCE).worst().orElseThrow().runs())
        .isBetween(12., 16.);
    assertThat(plan.oneRun()).isEmpty();
    assertThat(plan.load().busy()).isEmpty();
  }

  @Test
  void oneBurstIsWarnedOfEvenWhereAllCapturesWereAlike() {
    WatchPlan alike =
        Plans.of(
            Given.baseline(Plans.SUITE, Given.model(), 26, (capture, i) -> Given.row(10, 1 + i)));

    assertThat(alike.advice()).extracting(Advice::kind).containsOnlyOnce(Advice.Kind.BURST);
    assertThat(alike.advice().get(0).cure()).contains("--over 24h");
  }

  @Test
  void oneRunSeesWhatTheSuitesSensitivitySays() {
    Baseline baseline = Plans.noisy();
    Reach reach = Plans.of(baseline).oneRun().orElseThrow();

    assertThat(reach.single()).isEqualTo(Sensitivity.ofOneRun(Plans.SUITE, baseline).best());
    assertThat(reach.together()).isEqualTo(Sensitivity.ofOneRun(Plans.SUITE, baseline).together());
    assertThat(reach.runs()).hasValue(1);
  }

  @Test
  void watchesOfOneTargetAddUpAndShareTheBudget() {
    Suite batches = Plans.suite(OutputKind.VALUES, 5, 8);
    List<PlannedWatch> watches =
        List.of(
            new PlannedWatch(
                "a",
                Plans.SUITE,
                "one",
                Plans.every(Plans.TEN_SECONDS),
                Budget.DEFAULT.share(1, 4),
                Optional.empty()),
            new PlannedWatch(
                "b",
                batches,
                "one",
                Plans.every(Duration.ofSeconds(5)),
                Budget.DEFAULT.share(3, 4),
                Optional.empty()),
            new PlannedWatch(
                "c",
                batches,
                "two",
                Plans.every(Plans.TEN_SECONDS),
                Budget.DEFAULT.share(1, 4),
                Optional.empty()));

    WorkspacePlan plan = WorkspacePlan.of(Budget.DEFAULT, watches);

    // a: 4 requests of 1 row in 10 s; b: 5 requests of 8 rows in 5 s.
    assertThat(plan.targets())
        .containsExactly(
            new TargetLoad("one", List.of("a", "b"), .4 + 1, .4 + 8),
            new TargetLoad("two", List.of("c"), .5, 4));
    assertThat(plan.watches().get(0).falseAlerts().per90Days()).isEqualTo(.25);
    assertThat(plan.watches().get(1).falseAlerts().per90Days()).isEqualTo(.75);
    assertThat(plan.watches().get(0).falseAlerts().probability()).isEqualTo(1 - .00025);
    assertThat(Plans.worst(plan.watches().get(0)))
        .isGreaterThanOrEqualTo(Plans.worst(Plans.of(Plans.noisy())));
  }

  @Test
  void anotherPeriodIsToldFor90Days() {
    Budget monthly = new Budget(2, Duration.ofDays(30), 0.001);
    WatchPlan plan =
        Plans.of(
            new PlannedWatch(
                "pets",
                Plans.SUITE,
                "fake",
                Plans.every(Plans.TEN_SECONDS),
                monthly.whole(),
                Optional.empty()));

    assertThat(plan.falseAlerts().per90Days()).isEqualTo(6);
  }

  @Test
  void howBusyTheTargetIsComesFromTheLatenciesOfTheCaptures() {
    // Four cases of 1 ms each in 10 s.
    assertThat(Plans.of(Plans.noisy()).load().busy()).hasValueCloseTo(4e-4, Offset.offset(1e-12));
  }
}

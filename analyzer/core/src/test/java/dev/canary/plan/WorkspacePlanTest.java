package dev.canary.plan;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.baseline.Baseline;
import dev.canary.baseline.SuiteScores;
import dev.canary.evidence.Budget;
import dev.canary.given.Given;
import dev.canary.plan.Detection.Delay;
import dev.canary.plan.Detection.Kind;
import dev.canary.plan.Improvement.Measure;
import dev.canary.quality.Advice;
import dev.canary.quality.Sensitivity;
import dev.canary.suite.Case;
import dev.canary.suite.Input;
import dev.canary.suite.OutputKind;
import dev.canary.suite.Precision;
import dev.canary.suite.Suite;
import dev.canary.tensor.Tensor;
import dev.canary.watch.Blackout;
import dev.canary.watch.Policy;
import dev.canary.watch.ScheduleSpec;
import dev.canary.watch.Timing;
import dev.canary.watch.WatchSettings;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkspacePlanTest {
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  /** Two replays of four cases of 1 ms. */
  private static final Duration CONFIRMED = Duration.ofMillis(8);

  private static final Suite SUITE = suite(OutputKind.LOGITS, 4, 1);

  private static Suite suite(OutputKind kind, int cases, int rows) {
    List<Case> all =
        IntStream.range(0, cases)
            .mapToObj(
                i ->
                    Case.of(
                        "c" + i,
                        Input.of(
                            Map.of("x", Tensor.ofDoubles(new int[] {rows, 1}, new double[rows])))))
            .toList();
    return Given.suite(Given.spec(kind, Precision.FP32), all);
  }

  private static Baseline noisy() {
    return Given.baseline(
        SUITE, Given.model(), 26, (c, i) -> Given.row(10 + .001 * ((c * 7 + i) % 11), 1 + i));
  }

  /** A baseline with so many held-out captures, this far apart. */
  private static Baseline heldOut(int captures, Duration apart) {
    Baseline b = noisy();
    IntFunction<SuiteScores> scores = i -> new SuiteScores(1 + i % 7 / 10., .5 + i % 5 / 10., 0);
    return new Baseline(
        b.suite(),
        b.suiteDigest(),
        b.model(),
        b.status(),
        b.approval(),
        b.provenance(),
        b.caseIds(),
        b.outputs(),
        IntStream.range(0, captures).mapToObj(scores).toList(),
        IntStream.range(0, captures)
            .mapToObj(i -> Instant.EPOCH.plus(apart.multipliedBy(i)))
            .toList(),
        b.latencies(),
        b.digest());
  }

  private static WatchSettings every(Duration interval) {
    return new WatchSettings(
        new ScheduleSpec.Every(interval), Policy.DEFAULT, Optional.empty(), 1, false);
  }

  private static PlannedWatch watch(WatchSettings settings, Optional<Baseline> baseline) {
    return new PlannedWatch(
        "pets", SUITE, "fake model", settings, Budget.DEFAULT.whole(), baseline);
  }

  private static WatchPlan plan(PlannedWatch watch) {
    return WorkspacePlan.of(Budget.DEFAULT, List.of(watch)).watches().get(0);
  }

  private static WatchPlan plan(Baseline baseline) {
    return plan(watch(every(TEN_SECONDS), Optional.of(baseline)));
  }

  private static Detection detection(WatchPlan plan, Kind kind) {
    return plan.detections().stream().filter(d -> d.kind() == kind).findFirst().orElseThrow();
  }

  private static Optional<Improvement> improvement(WatchPlan plan, Improvement.Kind kind) {
    return plan.improvements().stream().filter(i -> i.kind() == kind).findFirst();
  }

  @ParameterizedTest(name = "{0} held-out captures, spread: {1} runs")
  @CsvSource({"20, 16", "100, 7", "1000, 4", "10000, 3"})
  void aLastingChangeIsEvidenceAsSoonAsTheStatisticsSay(int heldOut, double runs) {
    // The product's statistics, "What the budget covers": one watch, K = 9, every lane on.
    Detection evidence = detection(plan(heldOut(heldOut, Duration.ofMinutes(10))), Kind.EVIDENCE);

    Delay worst = evidence.worst().orElseThrow();
    assertThat(worst.runs()).isEqualTo(runs);
    assertThat(worst.time()).isEqualTo(TEN_SECONDS.multipliedBy((long) runs).plus(CONFIRMED));
    Delay expected = evidence.expected().orElseThrow();
    assertThat(expected.runs()).isLessThanOrEqualTo(runs);
    assertThat(expected.time().minus(CONFIRMED).toMillis())
        .isEqualTo((long) (10_000 * (expected.runs() - .5)));
  }

  @Test
  void factsTakeAsManyRunsAsThePolicySays() {
    WatchSettings daily =
        new WatchSettings(
            new ScheduleSpec.Every(Duration.ofDays(1)),
            new Policy(2, 5, 3, Duration.ofMinutes(5)),
            Optional.empty(),
            1,
            false);
    WatchPlan plan = plan(watch(daily, Optional.of(noisy())));

    assertThat(detection(plan, Kind.LASTING_FACT))
        .isEqualTo(
            new Detection(
                Kind.LASTING_FACT,
                true,
                Optional.of(new Delay(1, Duration.ofDays(1).plus(CONFIRMED))),
                Optional.of(new Delay(1, Duration.ofHours(12).plus(CONFIRMED)))));
    Duration again = Duration.ofMinutes(1).plusMillis(4);
    assertThat(detection(plan, Kind.TRANSIENT_FACT).worst())
        .contains(new Delay(2, Duration.ofDays(1).plus(again)));
    assertThat(detection(plan, Kind.TRANSIENT_FACT).expected())
        .contains(new Delay(2, Duration.ofHours(12).plus(again)));
    assertThat(detection(plan, Kind.MARGIN_FINDING).pages()).isFalse();
  }

  @Test
  void aDryRunPagesNobody() {
    WatchSettings dry =
        new WatchSettings(
            new ScheduleSpec.Every(TEN_SECONDS), Policy.DEFAULT, Optional.empty(), 1, true);

    assertThat(plan(watch(dry, Optional.of(noisy()))).detections()).noneMatch(Detection::pages);
  }

  @Test
  void halfOfTheRunsTakeLongerThanAllOfThem() {
    // 2.4 of the statistics: 21 runs for R = 100 with one lane; more lanes share its weight.
    WatchPlan plan = plan(heldOut(100, Duration.ofMinutes(10)));

    assertThat(detection(plan, Kind.EVIDENCE_HALF).worst().orElseThrow().runs())
        .isBetween(18., 30.);
    assertThat(detection(plan, Kind.EVIDENCE_HALF).expected().orElseThrow().runs())
        .isBetween(16., 28.);
  }

  @Test
  void withoutABaselineTheDeclaredCapturesArePlannedWith() {
    WatchPlan plan = plan(watch(every(TEN_SECONDS), Optional.empty()));

    assertThat(plan.captures()).isEqualTo(new WatchPlan.Captured(Optional.empty(), 26, 20, false));
    assertThat(plan.assumptions())
        .singleElement()
        .asString()
        .contains("26 captures")
        .contains("canary capture pets");
    assertThat(detection(plan, Kind.EVIDENCE).worst().orElseThrow().runs()).isBetween(12., 16.);
    assertThat(plan.oneRun()).isEmpty();
    assertThat(plan.load().busy()).isEmpty();
  }

  @Test
  void ofTooFewCapturesNothingIsEverEvidence() {
    Baseline five = Given.baseline(SUITE, Given.model(), 5, (c, i) -> Given.row(10 + c, 1 + i));
    WatchPlan plan = plan(five);

    assertThat(detection(plan, Kind.EVIDENCE).worst()).isEmpty();
    assertThat(detection(plan, Kind.EVIDENCE_HALF).expected()).isEmpty();
    Improvement more = improvement(plan, Improvement.Kind.MORE_CAPTURES).orElseThrow();
    assertThat(more.now()).isEqualTo(OptionalDouble.empty());
    assertThat(more.then()).isBetween(6., 7.);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 1000})
  void moreCapturesGainWhatAPlanWithThemSays(int captures) {
    Duration apart = Duration.ofMinutes(10);
    WatchPlan now = plan(heldOut(20, apart));
    WatchPlan then = plan(heldOut(captures, apart));

    assertThat(now.improvements())
        .filteredOn(i -> i.change().equals(captures + " held-out captures"))
        .singleElement()
        .satisfies(
            i -> {
              assertThat(i.measure()).isEqualTo(Measure.RUNS_TO_ALERT);
              assertThat(i.now()).hasValue(worst(now));
              assertThat(i.then()).isEqualTo(worst(then));
              assertThat(i.how()).contains("--repeats " + (captures == 100 ? 133 : 1333));
            });
    assertThat(then.improvements()).noneMatch(i -> i.change().startsWith(captures + " "));
  }

  private static double worst(WatchPlan plan) {
    return detection(plan, Kind.EVIDENCE).worst().orElseThrow().runs();
  }

  @Test
  void aShorterScheduleGainsTimeAndNotRuns() {
    WatchPlan plan = plan(noisy());
    Improvement shorter = improvement(plan, Improvement.Kind.SHORTER_SCHEDULE).orElseThrow();

    assertThat(shorter.now()).hasValue(10 * worst(plan));
    assertThat(shorter.then()).isBetween(5 * worst(plan), 5 * (worst(plan) + 2));
    assertThat(shorter.how()).contains("every: 5s");
  }

  @Test
  void oneBurstIsWarnedOfEvenWhereAllCapturesWereAlike() {
    WatchPlan alike =
        plan(Given.baseline(SUITE, Given.model(), 26, (capture, i) -> Given.row(10, 1 + i)));

    assertThat(alike.advice()).extracting(Advice::kind).containsOnlyOnce(Advice.Kind.BURST);
    assertThat(alike.advice().get(0).cure()).contains("--over 24h");
  }

  @Test
  void capturesInOneBurstAreToldWhatSpreadingThemGains() {
    WatchPlan burst = plan(noisy());
    WatchPlan spread = plan(heldOut(20, Duration.ofMinutes(72)));

    assertThat(burst.advice()).extracting(Advice::kind).contains(Advice.Kind.BURST);
    assertThat(burst.evidence()).as("the slow lanes are off").isEmpty();
    Improvement gain = improvement(burst, Improvement.Kind.SPREAD_CAPTURES).orElseThrow();
    double single = burst.oneRun().orElseThrow().single().orElseThrow().share();
    assertThat(gain.now()).hasValue(single);
    assertThat(gain.then()).isEqualTo(single / 3, Offset.offset(1e-3 * single));

    assertThat(improvement(spread, Improvement.Kind.SPREAD_CAPTURES)).isEmpty();
    Reach slow = spread.evidence().orElseThrow();
    assertThat(slow.single().orElseThrow().share())
        .isLessThan(spread.oneRun().orElseThrow().single().orElseThrow().share());
    assertThat(slow.runs().orElseThrow())
        .as("one bet in 72 minutes")
        .isGreaterThan((int) Duration.ofHours(12).dividedBy(TEN_SECONDS));
  }

  @Test
  void oneRunSeesWhatTheSuitesSensitivitySays() {
    Baseline baseline = noisy();
    Reach reach = plan(baseline).oneRun().orElseThrow();

    assertThat(reach.single()).isEqualTo(Sensitivity.ofOneRun(SUITE, baseline).best());
    assertThat(reach.together()).isEqualTo(Sensitivity.ofOneRun(SUITE, baseline).together());
    assertThat(reach.runs()).hasValue(1);
  }

  @Test
  void saturatedCasesAreToldHowManyMoreCouldShowSmallChanges() {
    Suite sure = suite(OutputKind.PROBABILITIES, 4, 1);
    Baseline baseline =
        Given.baseline(
            sure, Given.model(), 26, (c, i) -> i < 3 ? Given.row(1 - i * 1e-7) : Given.row(.6));
    WatchPlan plan =
        plan(
            new PlannedWatch(
                "pets",
                sure,
                "fake",
                every(TEN_SECONDS),
                Budget.DEFAULT.whole(),
                Optional.of(baseline)));

    Improvement gain = improvement(plan, Improvement.Kind.UNSATURATED_CASES).orElseThrow();
    assertThat(gain.now()).hasValue(1);
    assertThat(gain.then()).isEqualTo(4);
  }

  @Test
  void watchesOfOneTargetAddUpAndShareTheBudget() {
    Suite batches = suite(OutputKind.VALUES, 5, 8);
    List<PlannedWatch> watches =
        List.of(
            new PlannedWatch(
                "a",
                SUITE,
                "one",
                every(TEN_SECONDS),
                Budget.DEFAULT.share(1, 4),
                Optional.empty()),
            new PlannedWatch(
                "b",
                batches,
                "one",
                every(Duration.ofSeconds(5)),
                Budget.DEFAULT.share(3, 4),
                Optional.empty()),
            new PlannedWatch(
                "c",
                batches,
                "two",
                every(TEN_SECONDS),
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
    assertThat(worst(plan.watches().get(0))).isGreaterThanOrEqualTo(worst(plan(noisy())));
  }

  @Test
  void anotherPeriodIsToldFor90Days() {
    Budget monthly = new Budget(2, Duration.ofDays(30), 0.001);
    WatchPlan plan =
        plan(
            new PlannedWatch(
                "pets", SUITE, "fake", every(TEN_SECONDS), monthly.whole(), Optional.empty()));

    assertThat(plan.falseAlerts().per90Days()).isEqualTo(6);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    // Expression, between two runs on average, fact at worst, fact expected, of three at worst.
    "0 6 * * 1,           P7D,       P7D,       PT84H,       P7DT2M",
    "*/10 * * * *,        PT10M,     PT10M,     PT5M,        PT12M",
    // 54 runs on each of five days; at worst a change on Friday at 17:50, seen on Monday at 9:00.
    "*/10 9-17 * * 1-5, PT37M20S, PT63H10M, PT14H38M7.5S, PT63H12M"
  })
  void delaysOfACronExpressionAreThoseOfItsInstants(
      String cron, Duration mean, Duration worst, Duration expected, Duration ofThree) {
    WatchPlan plan = plan(watch(cron(cron), Optional.empty()));

    assertThat(plan.interval()).isCloseTo(mean, Duration.ofMillis(1));
    Detection fact = detection(plan, Kind.LASTING_FACT);
    assertThat(fact.worst().orElseThrow().time()).isEqualTo(worst);
    assertThat(fact.expected().orElseThrow().time()).isEqualTo(expected);
    assertThat(detection(plan, Kind.TRANSIENT_FACT).worst().orElseThrow().time())
        .as("re-checks follow after a minute")
        .isEqualTo(ofThree);
  }

  @Test
  void whatIsPendingIsPlannedWithItsReChecks() {
    Timing timing =
        new Timing(
            new ScheduleSpec.Every(Duration.ofMinutes(10)),
            Optional.empty(),
            Optional.of(Duration.ofSeconds(20)),
            List.of());
    WatchPlan plan = plan(watch(settings(timing), Optional.of(noisy())));

    assertThat(detection(plan, Kind.TRANSIENT_FACT).worst().orElseThrow().time())
        .isEqualTo(Duration.ofSeconds(640).plusMillis(4));
    Delay evidence = detection(plan, Kind.EVIDENCE).worst().orElseThrow();
    assertThat(evidence.time())
        .isEqualTo(Duration.ofSeconds(600 + 20 * ((long) evidence.runs() - 1)).plus(CONFIRMED));
  }

  @Test
  void blackoutsAndTheSmokeTierArePlannedWith() {
    Blackout night =
        new Blackout(LocalTime.of(22, 0), LocalTime.of(6, 0), EnumSet.allOf(DayOfWeek.class), UTC);
    Timing timing =
        new Timing(
            new ScheduleSpec.Every(Duration.ofMinutes(10)),
            Optional.of(TEN_SECONDS),
            Optional.empty(),
            List.of(night));
    WatchPlan plan = plan(watch(settings(timing), Optional.empty()));

    Duration smoke = detection(plan, Kind.TRANSIENT_FACT).worst().orElseThrow().time();
    Duration whole = detection(plan, Kind.LASTING_FACT).worst().orElseThrow().time();
    assertThat(smoke).isEqualTo(Duration.ofHours(8).plusSeconds(30));
    assertThat(whole).isBetween(Duration.ofHours(8), Duration.ofHours(8).plusSeconds(610));
  }

  private static WatchSettings cron(String expression) {
    return settings(Timing.of(new ScheduleSpec.Cron(expression, UTC)));
  }

  private static WatchSettings settings(Timing timing) {
    return new WatchSettings(timing, Policy.DEFAULT, Optional.empty(), 1, false);
  }

  @Test
  void howBusyTheTargetIsComesFromTheLatenciesOfTheCaptures() {
    // Four cases of 1 ms each in 10 s.
    assertThat(plan(noisy()).load().busy()).hasValueCloseTo(4e-4, Offset.offset(1e-12));
  }
}

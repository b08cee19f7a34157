package dev.canary.plan;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.plan.Detection.Delay;
import dev.canary.plan.Detection.Kind;
import dev.canary.watch.Blackout;
import dev.canary.watch.Policy;
import dev.canary.watch.ScheduleSpec;
import dev.canary.watch.Timing;
import dev.canary.watch.WatchSettings;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How soon a plan says that something is noticed. */
class DetectionTest {
  /** Two replays of four cases of 1 ms. */
  private static final Duration CONFIRMED = Duration.ofMillis(8);

  @ParameterizedTest(name = "{0} held-out captures, spread: {1} runs")
  @CsvSource({"20, 16", "100, 7", "1000, 4", "10000, 3"})
  void aLastingChangeIsEvidenceAsSoonAsTheStatisticsSay(int heldOut, double runs) {
    // The product's statistics, "What the budget covers": one watch, K = 9, every lane on.
    Detection evidence =
        Plans.detection(Plans.of(Plans.heldOut(heldOut, Duration.ofMinutes(10))), Kind.EVIDENCE);

    Delay worst = evidence.worst().orElseThrow();
    assertThat(worst.runs()).isEqualTo(runs);
    assertThat(worst.time()).isEqualTo(Plans.TEN_SECONDS.multipliedBy((long) runs).plus(CONFIRMED));
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
    WatchPlan plan = Plans.of(Plans.watch(daily, Optional.of(Plans.noisy())));

    assertThat(Plans.detection(plan, Kind.LASTING_FACT))
        .isEqualTo(
            new Detection(
                Kind.LASTING_FACT,
                true,
                Optional.of(new Delay(1, Duration.ofDays(1).plus(CONFIRMED))),
                Optional.of(new Delay(1, Duration.ofHours(12).plus(CONFIRMED)))));
    Duration again = Duration.ofMinutes(1).plusMillis(4);
    assertThat(Plans.detection(plan, Kind.TRANSIENT_FACT).worst())
        .contains(new Delay(2, Duration.ofDays(1).plus(again)));
    assertThat(Plans.detection(plan, Kind.TRANSIENT_FACT).expected())
        .contains(new Delay(2, Duration.ofHours(12).plus(again)));
    assertThat(Plans.detection(plan, Kind.MARGIN_FINDING).pages()).isFalse();
  }

  @Test
  void aDryRunPagesNobody() {
    WatchSettings dry =
        new WatchSettings(
            new ScheduleSpec.Every(Plans.TEN_SECONDS), Policy.DEFAULT, Optional.empty(), 1, true);

    assertThat(Plans.of(Plans.watch(dry, Optional.of(Plans.noisy()))).detections())
        .noneMatch(Detection::pages);
  }

  @Test
  void halfOfTheRunsTakeLongerThanAllOfThem() {
    // 2.4 of the statistics: 21 runs for R = 100 with one lane; more lanes share its weight.
    WatchPlan plan = Plans.of(Plans.heldOut(100, Duration.ofMinutes(10)));

    assertThat(Plans.detection(plan, Kind.EVIDENCE_HALF).worst().orElseThrow().runs())
        .isBetween(18., 30.);
    assertThat(Plans.detection(plan, Kind.EVIDENCE_HALF).expected().orElseThrow().runs())
        .isBetween(16., 28.);
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
    WatchPlan plan = Plans.of(Plans.watch(cron(cron), Optional.empty()));

    assertThat(plan.interval()).isCloseTo(mean, Duration.ofMillis(1));
    Detection fact = Plans.detection(plan, Kind.LASTING_FACT);
    assertThat(fact.worst().orElseThrow().time()).isEqualTo(worst);
    assertThat(fact.expected().orElseThrow().time()).isEqualTo(expected);
    assertThat(Plans.detection(plan, Kind.TRANSIENT_FACT).worst().orElseThrow().time())
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
    WatchPlan plan = Plans.of(Plans.watch(settings(timing), Optional.of(Plans.noisy())));

    assertThat(Plans.detection(plan, Kind.TRANSIENT_FACT).worst().orElseThrow().time())
        .isEqualTo(Duration.ofSeconds(640).plusMillis(4));
    Delay evidence = Plans.detection(plan, Kind.EVIDENCE).worst().orElseThrow();
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
            Optional.of(Plans.TEN_SECONDS),
            Optional.empty(),
            List.of(night));
    WatchPlan plan = Plans.of(Plans.watch(settings(timing), Optional.empty()));

    Duration smoke = Plans.detection(plan, Kind.TRANSIENT_FACT).worst().orElseThrow().time();
    Duration whole = Plans.detection(plan, Kind.LASTING_FACT).worst().orElseThrow().time();
    assertThat(smoke).isEqualTo(Duration.ofHours(8).plusSeconds(30));
    assertThat(whole).isBetween(Duration.ofHours(8), Duration.ofHours(8).plusSeconds(610));
  }

  private static WatchSettings cron(String expression) {
    return settings(Timing.of(new ScheduleSpec.Cron(expression, UTC)));
  }

  private static WatchSettings settings(Timing timing) {
    return new WatchSettings(timing, Policy.DEFAULT, Optional.empty(), 1, false);
  }
}

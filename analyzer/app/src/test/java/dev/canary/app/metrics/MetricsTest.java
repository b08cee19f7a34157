package dev.canary.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.alert.AlertState;
import dev.canary.app.serve.DaemonStatus;
import dev.canary.app.serve.WatchStatus;
import dev.canary.check.Cause;
import dev.canary.evidence.EvidenceStep;
import dev.canary.suite.Suite.LatencyBudget;
import dev.canary.verdict.Verdict;
import dev.canary.watch.Tier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Prometheus reads of a daemon. */
class MetricsTest {
  private static final Instant NOW = Told.START.plusSeconds(60);

  private DaemonStatus status = Told.daemon(List.of(Told.watch("w")));
  private final Metrics metrics = new Metrics(() -> status, Map::of, () -> NOW, "1.2.3");

  private List<String> lines() {
    return text("").lines().toList();
  }

  private String text(String accept) {
    return new String(metrics.exposition(accept).body(), StandardCharsets.UTF_8);
  }

  private void ran(long... latencyMillis) {
    Duration[] latencies =
        IntStream.range(0, latencyMillis.length)
            .mapToObj(i -> Duration.ofMillis(latencyMillis[i]))
            .toArray(Duration[]::new);
    metrics.recorded(Told.healthy("w", latencies), Told.QUIET, Told.START);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "canary_probe_attempts_total{region=\"eu\",result=\"answered\",tier=\"golden\",watch=\"w\"} 4.0",
        "canary_probe_duration_seconds_count{tier=\"golden\",watch=\"w\"} 4",
        "canary_runs_total{tier=\"golden\",verdict=\"HEALTHY\",watch=\"w\"} 1.0",
        "canary_runs_total{tier=\"golden\",verdict=\"BROKEN\",watch=\"w\"} 0.0",
        "canary_verdict{tier=\"golden\",verdict=\"HEALTHY\",watch=\"w\"} 1.0",
        "canary_verdict{tier=\"golden\",verdict=\"BROKEN\",watch=\"w\"} 0.0",
        "canary_last_round_timestamp_seconds{tier=\"golden\",watch=\"w\"} 1.7723232E9",
        "canary_distance{check=\"deviation.max\",watch=\"w\"} 1.5",
        "canary_threshold{check=\"deviation.max\",watch=\"w\"} 6.0",
        "canary_inputs_changed_ratio{watch=\"w\"} 0.25",
        "canary_baseline_info{digest=\"sha256:b\",version=\"1\",watch=\"w\"} 1",
        "canary_baseline_age_seconds{watch=\"w\"} 3660.0",
        "canary_latency_budget_seconds{watch=\"w\"} 0.2",
        "canary_next_run_timestamp_seconds{watch=\"w\"} 4.1024448E9",
        "canary_watch_info{dry_run=\"false\",region=\"eu\",suite=\"suite\",watch=\"w\"} 1",
        "canary_watch_stale{watch=\"w\"} 0.0",
        "canary_watch_trouble{watch=\"w\"} 0.0",
        "canary_alerts_open{severity=\"critical\",watch=\"w\"} 0.0",
        "canary_runs_skipped_total{watch=\"w\"} 0.0",
        "canary_runs_failed_total{watch=\"w\"} 0.0",
        "canary_detection_delay_seconds_count{watch=\"w\"} 0",
        "canary_start_delay_seconds_count 0",
        "canary_outbox_depth 0.0",
        "canary_outbox_oldest_age_seconds 0.0",
        "canary_reload_failed 0.0",
        "canary_self_check_failed 0.0",
        "canary_breaker_open 0.0",
        "canary_started_timestamp_seconds 1.7723232E9",
        "canary_reload_timestamp_seconds 1.7723232E9",
      })
  void aHealthyRunIsToldWithThisLine(String line) {
    ran(50, 170, 190, 250);

    assertThat(lines()).contains(line);
  }

  @ParameterizedTest
  @CsvSource({"0.02,0", "0.1,1", "0.16,1", "0.18,2", "0.2,3", "0.22,3", "0.3,4", "+Inf,4"})
  void bucketsLieAroundTheBudgetAndItsWarningShare(String bound, int within) {
    ran(50, 170, 190, 250);

    assertThat(lines())
        .contains(
            "canary_probe_duration_seconds_bucket{tier=\"golden\",watch=\"w\",le=\"%s\"} %d"
                .formatted(bound, within));
  }

  @Test
  void anAnswerAsLateAsABoundIsWithinIt() {
    ran(200);

    assertThat(lines())
        .contains("canary_probe_duration_seconds_bucket{tier=\"golden\",watch=\"w\",le=\"0.2\"} 1");
  }

  @Test
  void anotherBudgetBeginsTheCountsOfItsWatchAnew() {
    ran(50);
    WatchStatus old = status.watches().get(0);
    LatencyBudget looser =
        new LatencyBudget(Duration.ofSeconds(1), 0.9, LatencyBudget.Summary.MEDIAN);
    status =
        Told.daemon(
            List.of(
                new WatchStatus(
                    old.watch(),
                    old.suite(),
                    old.region(),
                    old.isPrivate(),
                    old.dryRun(),
                    old.last(),
                    old.alerts(),
                    old.due(),
                    old.trouble(),
                    Optional.of(looser),
                    old.silence(),
                    old.closed())));
    metrics.changed(status);
    ran(700);

    assertThat(lines())
        .contains(
            "canary_probe_duration_seconds_bucket{tier=\"golden\",watch=\"w\",le=\"0.75\"} 1",
            "canary_probe_duration_seconds_count{tier=\"golden\",watch=\"w\"} 1");
  }

  @Test
  void everyAttemptIsCountedByWhatCameOfIt() {
    metrics.recorded(Told.unreachable("w", Tier.GOLDEN), Told.QUIET, Told.START);

    assertThat(lines())
        .contains(
            "canary_probe_attempts_total{region=\"eu\",result=\"answered\",tier=\"golden\",watch=\"w\"} 0.0",
            "canary_probe_attempts_total{region=\"eu\",result=\"timed_out\",tier=\"golden\",watch=\"w\"} 1.0",
            "canary_probe_attempts_total{region=\"eu\",result=\"unreachable\",tier=\"golden\",watch=\"w\"} 1.0",
            "canary_probe_duration_seconds_count{tier=\"golden\",watch=\"w\"} 0");
  }

  @Test
  void aSmokeRunSaysNothingOfDistances() {
    ran(50);
    metrics.recorded(Told.unreachable("w", Tier.SMOKE), Told.QUIET, Told.START);

    assertThat(lines())
        .contains(
            "canary_verdict{tier=\"golden\",verdict=\"HEALTHY\",watch=\"w\"} 1.0",
            "canary_verdict{tier=\"smoke\",verdict=\"BROKEN\",watch=\"w\"} 1.0",
            "canary_distance{check=\"answers\",watch=\"w\"} 0.0");
  }

  @Test
  void evidenceIsToldInTheUnitsThatPeopleAreShown() {
    EvidenceStep step = Told.evidence("w").step();
    ran(50);

    assertThat(step.evidence()).isPositive();
    assertThat(lines())
        .contains(
            "canary_evidence{watch=\"w\"} " + step.evidence(),
            "canary_evidence_threshold{watch=\"w\"} " + step.threshold());
  }

  @Test
  void ofACheckThatMeasuredSeveralOutputsTheLargestDistanceIsTold() {
    ran(50);

    assertThat(lines())
        .filteredOn(line -> line.contains("distribution.ks"))
        .containsExactly("canary_distance{check=\"distribution.ks\",watch=\"w\"} 0.3");
  }

  @Test
  void timeIsNoDistance() {
    ran(50);

    assertThat(text("")).doesNotContain("check=\"latency\"");
  }

  @Test
  void theDelayOfADetectionIsTheTimeFromTheFirstBadRunToTheAlert() {
    metrics.recorded(
        Told.unreachable("w", Tier.GOLDEN), Told.opened("w", Duration.ofSeconds(20)), NOW);
    metrics.stepped(Told.healthy("w").scope(), Told.opened("w", Duration.ofMillis(10_500)));

    assertThat(lines())
        .contains(
            "canary_detection_delay_seconds_count{watch=\"w\"} 2",
            "canary_detection_delay_seconds_sum{watch=\"w\"} 30.5",
            "canary_alert_transitions_total{transition=\"opened\",watch=\"w\"} 2.0",
            "canary_alert_transitions_total{transition=\"resolved\",watch=\"w\"} 0.0");
  }

  @Test
  void anOpenAlertIsToldBySeverity() {
    status = Told.daemon(List.of(Told.watch("w", Told.alerted("w"), Optional.empty())));

    assertThat(lines())
        .contains(
            "canary_alerts_open{severity=\"critical\",watch=\"w\"} 1.0",
            "canary_alerts_open{severity=\"warn\",watch=\"w\"} 0.0");
  }

  @Test
  void theDaemonsOwnTroubleIsTold() {
    status =
        new DaemonStatus(
            Told.START,
            List.of(),
            Told.START,
            Optional.of("line 3"),
            Optional.of("store"),
            Optional.of("no answer"),
            Optional.of("9 of 10"),
            7,
            Optional.of(NOW.minusSeconds(90)),
            NOW);
    metrics.started("w", Tier.GOLDEN, Duration.ofMillis(30));

    assertThat(lines())
        .contains(
            "canary_reload_failed 1.0",
            "canary_restart_needed 1.0",
            "canary_self_check_failed 1.0",
            "canary_breaker_open 1.0",
            "canary_outbox_depth 7.0",
            "canary_outbox_oldest_age_seconds 90.0",
            "canary_start_delay_seconds_bucket{le=\"0.02\"} 0",
            "canary_start_delay_seconds_bucket{le=\"0.05\"} 1");
  }

  @Test
  void runsThatWerePassedOverOrDidNotComeAboutAreCounted() {
    metrics.skipped("w");
    metrics.skipped("w");
    metrics.failed("w", "no such file");

    assertThat(lines())
        .contains(
            "canary_runs_skipped_total{watch=\"w\"} 2.0",
            "canary_runs_failed_total{watch=\"w\"} 1.0");
  }

  @Test
  void aVerdictFromBeforeTheStartIsTold() {
    status = Told.daemon(List.of(Told.watch("w", AlertState.NONE, brokenAt(NOW))));

    assertThat(lines())
        .contains(
            "canary_verdict{tier=\"golden\",verdict=\"BROKEN\",watch=\"w\"} 1.0",
            "canary_last_round_timestamp_seconds{tier=\"golden\",watch=\"w\"} 1.77232326E9");
  }

  @Test
  void aNewerVerdictOfAnotherDaemonTakesThePlaceOfItsOwn() {
    ran(50);
    status = Told.daemon(List.of(Told.watch("w", AlertState.NONE, brokenAt(NOW))));

    assertThat(lines())
        .contains("canary_verdict{tier=\"golden\",verdict=\"BROKEN\",watch=\"w\"} 1.0")
        .doesNotContain("canary_verdict{tier=\"golden\",verdict=\"HEALTHY\",watch=\"w\"} 1.0");
  }

  private static Optional<WatchStatus.Last> brokenAt(Instant at) {
    Verdict broken = new Verdict(Verdict.Level.BROKEN, List.of(Cause.UNREACHABLE));
    return Optional.of(new WatchStatus.Last("w@" + at, broken, at));
  }

  @Test
  void aRemovedWatchLeavesNoSeries() {
    ran(50);
    status = Told.daemon(List.of(Told.watch("other")));
    metrics.recorded(Told.healthy("w", Duration.ZERO), Told.QUIET, Told.START);
    metrics.skipped("w");

    assertThat(text("")).contains("watch=\"other\"").doesNotContain("watch=\"w\"");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "digits/10.0.0.7:8000,digits/10.0.0.7:8000",
        "a\"b,a\\\"b",
        "a\\b,a\\\\b",
        "Zürich 数,Zürich 数",
      })
  void aNameIsEscapedWhereTheFormatAsksForIt(String name, String written) {
    status = Told.daemon(List.of(Told.watch(name)));

    assertThat(lines()).contains("canary_watch_stale{watch=\"" + written + "\"} 0.0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|text/plain; version=0.0.4; charset=utf-8",
        "*/*|text/plain; version=0.0.4; charset=utf-8",
        "text/plain;version=0.0.4;q=0.3|text/plain; version=0.0.4; charset=utf-8",
        "application/openmetrics-text;version=1.0.0;q=0.8,text/plain;q=0.5|application/openmetrics-text; version=1.0.0; charset=utf-8",
      })
  void theFormatIsTheOneThatIsAskedFor(String accept, String contentType) {
    assertThat(metrics.exposition(accept).contentType()).isEqualTo(contentType);
  }

  @Test
  void openMetricsTellsUnitsAndItsEnd() {
    ran(50);

    assertThat(text("application/openmetrics-text").lines().toList())
        .contains("# UNIT canary_probe_duration_seconds seconds")
        .endsWith("# EOF");
  }

  @Test
  void everyFamilyIsNamedAfterTheProductAndItsUnit() {
    ran(50);

    assertThat(text("application/openmetrics-text").lines())
        .filteredOn(line -> line.startsWith("# TYPE"))
        .hasSizeGreaterThan(25)
        .allMatch(line -> line.startsWith("# TYPE canary_"))
        .noneMatch(line -> line.matches(".*_(millis|ms|minutes|percent|count)\\b.*"));
  }

  @Test
  void aThousandWatchesOfAThousandCasesHaveAsManySeriesAsThoseOfOneCase() {
    List<String> names = IntStream.range(0, 1_000).mapToObj(i -> "watch-" + i).toList();
    status = Told.daemon(names.stream().map(Told::watch).toList());
    Duration[] many =
        IntStream.range(0, 1_000).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    for (String name : names) {
      metrics.recorded(Told.healthy(name, Duration.ZERO), Told.QUIET, Told.START);
    }
    int before = lines().size();
    metrics.recorded(Told.healthy("watch-7", many), Told.QUIET, Told.START);

    assertThat(lines()).hasSize(before);
    assertThat(before).isLessThan(60 * names.size());
    assertThat(text("")).doesNotContain("case-");
  }
}

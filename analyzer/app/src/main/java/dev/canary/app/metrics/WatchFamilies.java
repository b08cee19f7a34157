package dev.canary.app.metrics;

import static dev.canary.app.metrics.Family.count;
import static dev.canary.app.metrics.Family.counter;
import static dev.canary.app.metrics.Family.facts;
import static dev.canary.app.metrics.Family.gauge;
import static dev.canary.app.metrics.Family.inSeconds;
import static dev.canary.app.metrics.Family.info;
import static dev.canary.app.metrics.Family.point;
import static dev.canary.app.metrics.Family.seconds;
import static dev.canary.app.metrics.Family.summary;

import dev.canary.alert.Transition;
import dev.canary.app.serve.WatchStatus;
import dev.canary.check.Severity;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** The families that tell of each watch as a whole, whatever the tier of its runs. */
final class WatchFamilies {
  private static final String WATCH = "watch";

  private final InfoSnapshot.Builder watches =
      info("canary_watch", "A watch: what it replays, where, and whether its alerts are told.");
  private final GaugeSnapshot.Builder trouble =
      gauge("canary_watch_trouble", "1 while no run of the watch comes about.");
  private final GaugeSnapshot.Builder stale =
      gauge("canary_watch_stale", "1 while runs of the watch stay away.");
  private final GaugeSnapshot.Builder alerts =
      gauge("canary_alerts_open", "Open alerts of the watch; at most one.");
  private final GaugeSnapshot.Builder nextRun =
      seconds("canary_next_run_timestamp_seconds", "When the watch runs next.");
  private final GaugeSnapshot.Builder budgets =
      seconds("canary_latency_budget_seconds", "How long the suite allows an answer to take.");
  private final GaugeSnapshot.Builder distances =
      gauge("canary_distance", "What a check measured in the last golden run.");
  private final GaugeSnapshot.Builder thresholds =
      gauge("canary_threshold", "What canary_distance is held against.");
  private final GaugeSnapshot.Builder changed =
      gauge(
          "canary_inputs_changed_ratio",
          "Share of the cases whose label was not the baseline's in the last golden run.");
  private final GaugeSnapshot.Builder evidence =
      gauge("canary_evidence", "Evidence over runs, in multiples of what one run deposits.");
  private final GaugeSnapshot.Builder evidenceThresholds =
      gauge("canary_evidence_threshold", "At which canary_evidence there is an alert.");
  private final InfoSnapshot.Builder baselines =
      info("canary_baseline", "What the last golden run was compared with.");
  private final GaugeSnapshot.Builder ages =
      seconds("canary_baseline_age_seconds", "How long ago that baseline was captured.");
  private final CounterSnapshot.Builder skipped =
      counter("canary_runs_skipped", "Runs passed over, since the one before still lasted.");
  private final CounterSnapshot.Builder failed =
      counter("canary_runs_failed", "Runs that did not come about.");
  private final CounterSnapshot.Builder transitions =
      counter("canary_alert_transitions", "What happened to alerts of the watch.");
  private final SummarySnapshot.Builder delays =
      summary("canary_detection_delay_seconds", "From the first bad run to the alert.");

  /** Adds what the daemon knows of a watch, whether it counted a run of it or not. */
  void add(WatchStatus status) {
    String watch = status.watch();
    watches.dataPoint(
        facts(
            WATCH,
            watch,
            "suite",
            status.suite(),
            "region",
            status.region().orElse(""),
            "dry_run",
            String.valueOf(status.dryRun())));
    trouble.dataPoint(point(status.trouble().isPresent() ? 1 : 0, WATCH, watch));
    stale.dataPoint(point(status.alerts().recent().stale() ? 1 : 0, WATCH, watch));
    for (Severity severity : Severity.values()) {
      boolean open = status.alerts().alert().filter(a -> a.severity() == severity).isPresent();
      alerts.dataPoint(
          point(open ? 1 : 0, WATCH, watch, "severity", severity.name().toLowerCase(Locale.ROOT)));
    }
    status.due().ifPresent(due -> nextRun.dataPoint(point(inSeconds(due), WATCH, watch)));
    status
        .latency()
        .ifPresent(latency -> budgets.dataPoint(point(inSeconds(latency.budget()), WATCH, watch)));
  }

  /** Adds what was counted of a watch; the caller holds it. */
  void add(String watch, WatchCounts counts, Instant now) {
    for (WatchCounts.Measured distance : counts.distances) {
      String[] labels = {WATCH, watch, "check", distance.name()};
      distances.dataPoint(point(distance.value(), labels));
      distance.threshold().ifPresent(limit -> thresholds.dataPoint(point(limit, labels)));
    }
    counts.changed.ifPresent(share -> changed.dataPoint(point(share, WATCH, watch)));
    counts.evidence.ifPresent(
        held -> {
          evidence.dataPoint(point(held.value(), WATCH, watch));
          evidenceThresholds.dataPoint(
              point(held.threshold().orElse(Double.POSITIVE_INFINITY), WATCH, watch));
        });
    counts.baseline.ifPresent(
        with -> {
          baselines.dataPoint(
              facts(WATCH, watch, "version", with.version(), "digest", with.digest()));
          ages.dataPoint(point(inSeconds(Duration.between(with.capturedAt(), now)), WATCH, watch));
        });
    skipped.dataPoint(count(counts.skipped, WATCH, watch));
    failed.dataPoint(count(counts.failed, WATCH, watch));
    for (Transition.Kind kind : Transition.Kind.values()) {
      transitions.dataPoint(
          count(
              counts.transitions.getOrDefault(kind, 0L), WATCH, watch, "transition", kind.label()));
    }
    delays.dataPoint(
        SummaryDataPointSnapshot.builder()
            .count(counts.detections)
            .sum(counts.detectionSeconds)
            .labels(Labels.of(WATCH, watch))
            .build());
  }

  void into(MetricSnapshots.Builder all) {
    all.metricSnapshot(watches.build())
        .metricSnapshot(trouble.build())
        .metricSnapshot(stale.build())
        .metricSnapshot(alerts.build())
        .metricSnapshot(nextRun.build())
        .metricSnapshot(budgets.build())
        .metricSnapshot(distances.build())
        .metricSnapshot(thresholds.build())
        .metricSnapshot(changed.build())
        .metricSnapshot(evidence.build())
        .metricSnapshot(evidenceThresholds.build())
        .metricSnapshot(baselines.build())
        .metricSnapshot(ages.build())
        .metricSnapshot(skipped.build())
        .metricSnapshot(failed.build())
        .metricSnapshot(transitions.build())
        .metricSnapshot(delays.build());
  }
}

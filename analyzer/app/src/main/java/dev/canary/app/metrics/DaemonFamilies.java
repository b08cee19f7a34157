package dev.canary.app.metrics;

import static dev.canary.app.metrics.Family.facts;
import static dev.canary.app.metrics.Family.gauge;
import static dev.canary.app.metrics.Family.inSeconds;
import static dev.canary.app.metrics.Family.info;
import static dev.canary.app.metrics.Family.point;
import static dev.canary.app.metrics.Family.seconds;

import dev.canary.app.serve.DaemonStatus;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.time.Instant;

/** The families that tell of the daemon itself. */
final class DaemonFamilies {
  private DaemonFamilies() {}

  static void into(MetricSnapshots.Builder all, DaemonStatus status, Instant now, String version) {
    Duration waiting =
        status.oldestWaiting().map(o -> Duration.between(o, now)).orElse(Duration.ZERO);
    all.metricSnapshot(
            info("canary_build", "This program.")
                .dataPoint(
                    facts("version", version, "java", System.getProperty("java.version", "")))
                .build())
        .metricSnapshot(
            seconds("canary_started_timestamp_seconds", "When the daemon started.")
                .dataPoint(point(inSeconds(status.startedAt())))
                .build())
        .metricSnapshot(
            seconds(
                    "canary_reload_timestamp_seconds",
                    "When the configuration that holds was read.")
                .dataPoint(point(inSeconds(status.reloadedAt())))
                .build())
        .metricSnapshot(
            gauge("canary_reload_failed", "1 while a newer configuration does not hold.")
                .dataPoint(point(status.reloadProblem().isPresent() ? 1 : 0))
                .build())
        .metricSnapshot(
            gauge("canary_restart_needed", "1 while something in the files waits for a restart.")
                .dataPoint(point(status.restart().isPresent() ? 1 : 0))
                .build())
        .metricSnapshot(
            gauge("canary_self_check_failed", "1 while the prober itself is at fault.")
                .dataPoint(point(status.selfCheck().isPresent() ? 1 : 0))
                .build())
        .metricSnapshot(
            gauge("canary_breaker_open", "1 while most watches fail at once.")
                .dataPoint(point(status.breaker().isPresent() ? 1 : 0))
                .build())
        .metricSnapshot(
            gauge("canary_outbox_depth", "Events that are not delivered yet.")
                .dataPoint(point(status.waiting()))
                .build())
        .metricSnapshot(
            seconds("canary_outbox_oldest_age_seconds", "How long the oldest of them has waited.")
                .dataPoint(point(inSeconds(waiting)))
                .build());
  }
}

package dev.canary.app.metrics;

import static dev.canary.app.metrics.Family.count;
import static dev.canary.app.metrics.Family.counter;
import static dev.canary.app.metrics.Family.gauge;
import static dev.canary.app.metrics.Family.histogram;
import static dev.canary.app.metrics.Family.inSeconds;
import static dev.canary.app.metrics.Family.point;
import static dev.canary.app.metrics.Family.seconds;
import static dev.canary.watch.Tier.GOLDEN;

import dev.canary.app.serve.WatchStatus;
import dev.canary.verdict.Verdict;
import dev.canary.watch.Tier;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.util.Optional;

/** The families that tell of each watch's runs, tier by tier. */
final class TierFamilies {
  private static final String WATCH = "watch";
  private static final String TIER = "tier";

  private final CounterSnapshot.Builder attempts =
      counter("canary_probe_attempts", "Cases sent, second attempts too, by what came of them.");
  private final HistogramSnapshot.Builder durations =
      histogram("canary_probe_duration_seconds", "How long answers took.");
  private final CounterSnapshot.Builder runs = counter("canary_runs", "Recorded runs.");
  private final GaugeSnapshot.Builder verdicts =
      gauge("canary_verdict", "1 for the verdict of the last run, 0 for every other.");
  private final GaugeSnapshot.Builder lastRounds =
      seconds("canary_last_round_timestamp_seconds", "When the last run began.");

  /** Adds what was counted of a watch; the caller holds it. */
  void add(WatchStatus status, WatchCounts counts) {
    counts.tiers.forEach((tier, counted) -> add(status, tier, counted));
    Optional<WatchStatus.Last> elsewhere =
        status.last().filter(run -> isNews(run, Optional.ofNullable(counts.tiers.get(GOLDEN))));
    counts.tiers.forEach(
        (tier, counted) -> {
          if (tier != GOLDEN || elsewhere.isEmpty()) {
            last(status.watch(), tier, counted.verdict, counted.startedAt);
          }
        });
    elsewhere.ifPresent(
        run -> last(status.watch(), GOLDEN, run.verdict().level(), run.startedAt()));
  }

  /** A run before this daemon started, or one that another daemon made since. */
  private static boolean isNews(WatchStatus.Last run, Optional<TierCounts> counted) {
    return counted.filter(own -> !run.startedAt().isAfter(own.startedAt)).isEmpty();
  }

  private void add(WatchStatus status, Tier tier, TierCounts counts) {
    String watch = status.watch();
    counts.attempts.forEach(
        (result, number) ->
            attempts.dataPoint(
                count(
                    number,
                    WATCH,
                    watch,
                    "region",
                    status.region().orElse(""),
                    TIER,
                    tier.label(),
                    "result",
                    result)));
    durations.dataPoint(counts.durations.snapshot(Labels.of(WATCH, watch, TIER, tier.label())));
    counts.runs.forEach(
        (level, number) ->
            runs.dataPoint(
                count(number, WATCH, watch, TIER, tier.label(), "verdict", level.name())));
  }

  private void last(String watch, Tier tier, Verdict.Level verdict, Instant startedAt) {
    for (Verdict.Level level : Verdict.Level.values()) {
      verdicts.dataPoint(
          point(
              level == verdict ? 1 : 0, WATCH, watch, TIER, tier.label(), "verdict", level.name()));
    }
    lastRounds.dataPoint(point(inSeconds(startedAt), WATCH, watch, TIER, tier.label()));
  }

  void into(MetricSnapshots.Builder all) {
    all.metricSnapshot(attempts.build())
        .metricSnapshot(durations.build())
        .metricSnapshot(runs.build())
        .metricSnapshot(verdicts.build())
        .metricSnapshot(lastRounds.build());
  }
}

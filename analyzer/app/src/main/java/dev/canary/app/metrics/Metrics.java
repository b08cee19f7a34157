package dev.canary.app.metrics;

import dev.canary.alert.AlertMachine;
import dev.canary.app.action.ActionCounts.Tally;
import dev.canary.app.serve.DaemonStatus;
import dev.canary.app.serve.Listener;
import dev.canary.app.serve.WatchStatus;
import dev.canary.event.JudgedRun;
import dev.canary.event.Scope;
import dev.canary.watch.Tier;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The metrics of a daemon, in the text formats of Prometheus. Counts what the daemon tells of, and
 * asks it where it stands when somebody asks for the metrics. Safe for threads.
 *
 * <p>No label names a case, so that what there is grows with the number of watches alone. A watch
 * that the daemon does not have any more has no series any more; one whose budget of time has
 * changed is counted afresh, since its buckets are others.
 */
public final class Metrics implements Listener {
  private final Supplier<DaemonStatus> daemon;
  private final Supplier<? extends Map<String, Tally>> actions;
  private final InstantSource clock;
  private final String version;
  private final ExpositionFormatWriter plain = PrometheusTextFormatWriter.create();
  private final ExpositionFormatWriter open = OpenMetricsTextFormatWriter.create();
  private final Map<String, WatchCounts> watches = new ConcurrentHashMap<>();
  private final Buckets delays = Buckets.wide();

  /**
   * Metrics that have counted nothing yet.
   *
   * @param daemon where it stands now; asked on any thread, within what the daemon tells, too
   * @param actions what each of them has done
   * @param clock tells how old things are
   * @param version of this program
   */
  public Metrics(
      Supplier<DaemonStatus> daemon,
      Supplier<? extends Map<String, Tally>> actions,
      InstantSource clock,
      String version) {
    this.daemon = daemon;
    this.actions = actions;
    this.clock = clock;
    this.version = version;
  }

  @Override
  public void recorded(JudgedRun judged, AlertMachine.Step alerts, Instant due) {
    counts(judged.watch())
        .ifPresent(
            counts -> {
              counts.add(judged);
              counts.add(alerts.transitions());
            });
  }

  @Override
  public void stepped(Scope scope, AlertMachine.Step alerts) {
    counts(scope.watch()).ifPresent(counts -> counts.add(alerts.transitions()));
  }

  @Override
  public void started(String watch, Tier tier, Duration late) {
    synchronized (delays) {
      delays.add(late.toNanos());
    }
  }

  @Override
  public void failed(String watch, String why) {
    counts(watch).ifPresent(WatchCounts::fail);
  }

  @Override
  public void skipped(String watch) {
    counts(watch).ifPresent(WatchCounts::skip);
  }

  @Override
  public void changed(DaemonStatus status) {
    keep(status);
  }

  /**
   * All metrics as they are now.
   *
   * @param accept the header {@code Accept} of whoever asks, empty for none: OpenMetrics 1.0 for
   *     who names it, else the text format 0.0.4
   */
  public Exposition exposition(String accept) {
    ExpositionFormatWriter writer = open.accepts(accept) ? open : plain;
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try {
      writer.write(body, snapshots());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Exposition(writer.getContentType(), body.toByteArray());
  }

  private MetricSnapshots snapshots() {
    DaemonStatus status = daemon.get();
    keep(status);
    Instant now = clock.instant();
    WatchFamilies all = new WatchFamilies();
    TierFamilies tiers = new TierFamilies();
    for (WatchStatus watch : status.watches()) {
      all.add(watch);
      WatchCounts counts =
          watches.computeIfAbsent(watch.watch(), name -> new WatchCounts(watch.latency()));
      synchronized (counts) {
        all.add(watch.watch(), counts, now);
        tiers.add(watch, counts);
      }
    }
    MetricSnapshots.Builder snapshots = MetricSnapshots.builder();
    DaemonFamilies.into(snapshots, status, now, version);
    synchronized (delays) {
      snapshots.metricSnapshot(
          Family.histogram("canary_start_delay_seconds", "How long after it was due a run began.")
              .dataPoint(delays.snapshot(Labels.EMPTY))
              .build());
    }
    ActionFamilies.into(snapshots, actions.get());
    tiers.into(snapshots);
    all.into(snapshots);
    return snapshots.build();
  }

  /** Of a watch that the daemon has; it is asked only for one of which nothing was counted yet. */
  private Optional<WatchCounts> counts(String watch) {
    WatchCounts known = watches.get(watch);
    if (known == null) {
      keep(daemon.get());
    }
    return Optional.ofNullable(watches.get(watch));
  }

  private void keep(DaemonStatus status) {
    Set<String> names =
        status.watches().stream().map(WatchStatus::watch).collect(Collectors.toSet());
    watches.keySet().retainAll(names);
    for (WatchStatus watch : status.watches()) {
      watches.compute(
          watch.watch(),
          (name, counts) ->
              counts != null && counts.budget.equals(watch.latency())
                  ? counts
                  : new WatchCounts(watch.latency()));
    }
  }
}

package dev.canary.app.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import java.time.Duration;
import java.time.Instant;

/** How the families of metrics are begun, and their points made. */
final class Family {
  private Family() {}

  static GaugeSnapshot.Builder gauge(String name, String help) {
    return GaugeSnapshot.builder().name(name).help(help);
  }

  static GaugeSnapshot.Builder seconds(String name, String help) {
    return gauge(name, help).unit(Unit.SECONDS);
  }

  /** The name goes without the {@code _total} that it is written with. */
  static CounterSnapshot.Builder counter(String name, String help) {
    return CounterSnapshot.builder().name(name).help(help);
  }

  static HistogramSnapshot.Builder histogram(String name, String help) {
    return HistogramSnapshot.builder().name(name).help(help).unit(Unit.SECONDS);
  }

  static SummarySnapshot.Builder summary(String name, String help) {
    return SummarySnapshot.builder().name(name).help(help).unit(Unit.SECONDS);
  }

  /** The name goes without the {@code _info} that it is written with. */
  static InfoSnapshot.Builder info(String name, String help) {
    return InfoSnapshot.builder().name(name).help(help);
  }

  static GaugeDataPointSnapshot point(double value, String... labels) {
    return GaugeDataPointSnapshot.builder().value(value).labels(Labels.of(labels)).build();
  }

  static CounterDataPointSnapshot count(long value, String... labels) {
    return CounterDataPointSnapshot.builder()
        .value((double) value)
        .labels(Labels.of(labels))
        .build();
  }

  static InfoDataPointSnapshot facts(String... labels) {
    return InfoDataPointSnapshot.builder().labels(Labels.of(labels)).build();
  }

  static double inSeconds(Instant at) {
    return at.getEpochSecond() + at.getNano() / 1e9;
  }

  static double inSeconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}

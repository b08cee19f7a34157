package dev.canary.app.metrics;

import dev.canary.suite.Suite.LatencyBudget;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.LongStream;

/** Counts durations by how long they are. Not safe for threads. */
final class Buckets {
  /** From a millisecond to a minute: for what has no budget. */
  private static final long[] DECADES =
      millis(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 60_000);

  /** Of a budget, in percent: close together where it matters. */
  private static final long[] PERCENTS = {10, 25, 50, 75, 90, 100, 110, 125, 150, 200, 500};

  private final long[] upperNanos;
  private final long[] counts;
  private double seconds;

  private Buckets(long[] upperNanos) {
    this.upperNanos = upperNanos;
    this.counts = new long[upperNanos.length + 1];
  }

  /** Those that suit most durations. */
  static Buckets wide() {
    return new Buckets(DECADES);
  }

  /** Those around a budget: how many were within it, and within its warning share, is exact. */
  static Buckets around(Optional<LatencyBudget> budget) {
    return budget.map(Buckets::around).orElseGet(Buckets::wide);
  }

  private static Buckets around(LatencyBudget budget) {
    long nanos = budget.budget().toNanos();
    LongStream shares = Arrays.stream(PERCENTS).map(percent -> percent * nanos / 100);
    LongStream warning = LongStream.of(Math.round(budget.warnShare() * nanos));
    return new Buckets(
        LongStream.concat(shares, warning).filter(n -> n > 0).sorted().distinct().toArray());
  }

  private static long[] millis(long... millis) {
    return Arrays.stream(millis).map(each -> each * 1_000_000).toArray();
  }

  void add(long nanos) {
    int at = Arrays.binarySearch(upperNanos, nanos);
    counts[at < 0 ? -at - 1 : at]++;
    seconds += nanos / 1e9;
  }

  HistogramDataPointSnapshot snapshot(Labels labels) {
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    for (int i = 0; i < upperNanos.length; i++) {
      buckets.bucket(upperNanos[i] / 1e9, counts[i]);
    }
    return HistogramDataPointSnapshot.builder()
        .classicHistogramBuckets(
            buckets.bucket(Double.POSITIVE_INFINITY, counts[upperNanos.length]).build())
        .sum(seconds)
        .labels(labels)
        .build();
  }
}

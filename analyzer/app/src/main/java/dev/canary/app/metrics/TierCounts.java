package dev.canary.app.metrics;

import dev.canary.event.JudgedRun;
import dev.canary.replay.Observation;
import dev.canary.suite.Suite.LatencyBudget;
import dev.canary.verdict.Verdict;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is counted of a watch's runs of one tier. Not safe for threads. */
final class TierCounts {
  private static final String ANSWERED = "answered";

  /** By what came of them. */
  final Map<String, Long> attempts = new TreeMap<>();

  final Map<Verdict.Level, Long> runs = new EnumMap<>(Verdict.Level.class);
  final Buckets durations;
  Verdict.Level verdict;
  Instant startedAt;

  /** Nothing yet but the first run, which is still to be added. */
  TierCounts(Optional<LatencyBudget> budget, JudgedRun first) {
    this.durations = Buckets.around(budget);
    this.verdict = first.verdict().level();
    this.startedAt = first.run().startedAt();
    attempts.put(ANSWERED, 0L);
    for (Verdict.Level level : Verdict.Level.values()) {
      runs.put(level, 0L);
    }
  }

  void add(JudgedRun judged) {
    verdict = judged.verdict().level();
    startedAt = judged.run().startedAt();
    runs.merge(verdict, 1L, Long::sum);
    for (Observation observation : judged.run().observations()) {
      observation.earlier().ifPresent(this::attempted);
      attempted(observation);
    }
  }

  private void attempted(Observation observation) {
    if (observation instanceof Observation.Failed failed) {
      attempts.merge(failed.reason().name().toLowerCase(Locale.ROOT), 1L, Long::sum);
    } else {
      attempts.merge(ANSWERED, 1L, Long::sum);
      durations.add(observation.latencyNanos());
    }
  }
}

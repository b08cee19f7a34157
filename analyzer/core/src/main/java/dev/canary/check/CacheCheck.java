package dev.canary.check;

import dev.canary.baseline.Baseline;
import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.stats.Median;
import dev.canary.target.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Did the model compute the answers, or a cache? A golden input is the same every time, so that any
 * cache on the way has it, and a cached answer proves nothing about the weights: such a run cannot
 * be judged, however well its outputs match. Facts stand beside it.
 *
 * <p>A cache is known by what answers say of themselves (an {@code Age} header, for example) and by
 * the server's own count of hits (Triton's {@code cache_hit}). Where nobody tells, a run over a
 * wire that is at its median more than {@value #SPEED_UP} times as fast as each case's fastest
 * capture is told as a warning and decides nothing: better hardware does that, too. Captures below
 * a millisecond have no such floor, and a server that counts its hits needs no guess.
 */
public final class CacheCheck implements Check {
  static final String NAME = "cache";
  static final String LATENCY = "cache.latency";

  /** How many times faster than the fastest capture nobody computes without an explanation. */
  private static final double SPEED_UP = 5;

  private static final double LEAST_NANOS = 1e6;

  @Override
  public List<Finding> evaluate(Comparison comparison) {
    Run run = comparison.run();
    if (isCached(run)) {
      return List.of(cached(comparison, run));
    }
    return hits(run).isPresent() || !comparison.judges()
        ? List.of()
        : tooFast(run, comparison.baseline().orElseThrow()).stream().toList();
  }

  /** True when some answer came from a cache, as far as anybody tells. */
  static boolean isCached(Run run) {
    return hits(run).orElse(0) > 0 || !told(run).isEmpty();
  }

  private static Finding cached(Comparison comparison, Run run) {
    Map<String, Integer> told = told(run);
    long answers = told.values().stream().mapToInt(Integer::intValue).sum();
    List<String> how = new ArrayList<>();
    told.forEach((why, count) -> how.add(count + " say so: " + why));
    hits(run).stream().filter(hits -> hits > 0).forEach(h -> how.add("the server counted " + h));
    long cached = Math.max(answers, hits(run).orElse(0));
    String reason =
        ("%d of %d answers came from a cache, which proves nothing about the model (%s); "
                + "set nonce: row under target, then run: canary capture %s")
            .formatted(
                cached,
                run.observations().size(),
                String.join("; ", how),
                comparison.suite().name());
    return Finding.inconclusive(NAME, Optional.of(Cause.CACHED), reason)
        .measured((double) cached, 0);
  }

  private static OptionalLong hits(Run run) {
    return run.health().map(health -> health.cacheHits()).orElse(OptionalLong.empty());
  }

  /** How many answers say that they come from a cache, by how they say it. */
  private static Map<String, Integer> told(Run run) {
    return run.observations().stream()
        .filter(Observation.Answered.class::isInstance)
        .flatMap(answered -> answered.exchange().stream())
        .map(Exchange::facts)
        .filter(facts -> facts.containsKey(Exchange.CACHED))
        .collect(
            Collectors.toMap(
                facts -> facts.getOrDefault(Exchange.CACHED, ""),
                facts -> 1,
                Integer::sum,
                TreeMap::new));
  }

  private static Optional<Finding> tooFast(Run run, Baseline baseline) {
    List<Double> speedUps = new ArrayList<>();
    for (int i = 0; i < run.observations().size(); i++) {
      Observation observation = run.observations().get(i);
      double floor = fastest(baseline, i);
      if (observation instanceof Observation.Answered
          && observation.exchange().isPresent()
          && floor >= LEAST_NANOS) {
        speedUps.add(floor / Math.max(1, observation.latencyNanos()));
      }
    }
    if (speedUps.isEmpty()) {
      return Optional.empty();
    }
    double median = Median.of(speedUps.stream().mapToDouble(Double::doubleValue).toArray());
    String reason =
        String.format(
            Locale.ROOT,
            "the answers came %.3g times as fast as the fastest captures: from a cache, or from"
                + " better hardware",
            median);
    return median <= SPEED_UP
        ? Optional.empty()
        : Optional.of(
            Finding.noted(LATENCY, Cause.CACHED, Severity.WARN, reason).measured(median, SPEED_UP));
  }

  private static double fastest(Baseline baseline, int position) {
    return baseline.latencies().stream()
        .filter(capture -> capture.length > position)
        .mapToDouble(capture -> capture[position])
        .min()
        .orElse(0);
  }
}

package dev.canary.baseline;

import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.target.Exchange;
import dev.canary.target.Health;
import dev.canary.target.Sign;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Refuses a capture that shows something else than one model that computes: a server that says it
 * is not ready, answers from a cache, answers of two versions.
 */
public final class CaptureHealth {
  private CaptureHealth() {}

  /**
   * Checks one capture by what the server said around it and in its answers.
   *
   * @throws CaptureException with the reason and the cure
   */
  public static void check(Run run) throws CaptureException {
    ready(run.health());
    cached(run);
    Set<String> versions = versions(run);
    if (versions.size() > 1) {
      throw new CaptureException(
          "versions %s of the model answered in one capture: wait until one is left, or name one with version: under target, and capture again"
              .formatted(String.join(" and ", versions)));
    }
  }

  private static void ready(Optional<Health> health) throws CaptureException {
    Optional<Sign> no = health.map(Health::ready).filter(ready -> ready.says() == Sign.Says.NO);
    if (no.isPresent()) {
      throw new CaptureException(
          "the server says that the model is not ready (%s): capture again when it is"
              .formatted(no.get().reason()));
    }
  }

  private static void cached(Run run) throws CaptureException {
    List<String> marked =
        run.observations().stream()
            .filter(
                o -> o.exchange().filter(x -> x.facts().containsKey(Exchange.CACHED)).isPresent())
            .map(Observation::caseId)
            .toList();
    long counted = run.health().map(Health::cacheHits).orElse(OptionalLong.empty()).orElse(0);
    if (marked.isEmpty() && counted == 0) {
      return;
    }
    String which =
        marked.isEmpty()
            ? counted + " answers"
            : "the answers to " + marked.stream().limit(3).collect(Collectors.joining(", "));
    throw new CaptureException(
        "%s came from a cache (CACHED), which proves nothing about the model: switch the cache off for this model, or set nonce: row under target, and capture again"
            .formatted(which));
  }

  private static Set<String> versions(Run run) {
    return run.observations().stream()
        .flatMap(o -> o.exchange().stream())
        .flatMap(exchange -> Optional.ofNullable(exchange.facts().get(Exchange.VERSION)).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}

package dev.canary.event;

import dev.canary.verdict.Verdict;
import java.util.Optional;

/**
 * Whether requests could go to another model while an alert is open: the same suite was replayed
 * against it, and judged by its approved baseline like any run.
 *
 * @param target where it is
 * @param verdict of its replay, the worst of several replicas; empty if none came about
 * @param reason one sentence
 */
public record Fallback(String target, Optional<Verdict.Level> verdict, String reason) {

  /**
   * True only if it answers as it did when it was trusted: all that cannot be judged is not safe.
   */
  public boolean isSafe() {
    return verdict.equals(Optional.of(Verdict.Level.HEALTHY));
  }
}

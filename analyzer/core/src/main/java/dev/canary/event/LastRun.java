package dev.canary.event;

import dev.canary.check.Cause;
import dev.canary.verdict.Verdict;
import java.time.Instant;
import java.util.List;

/**
 * What stands as the verdict of a watch: that of its last golden run.
 *
 * @param scope of the run
 * @param id of the run
 * @param suite that it replayed
 * @param verdict of it
 * @param at when it began
 */
public record LastRun(Scope scope, String id, String suite, Verdict verdict, Instant at) {
  /** A run that has just been judged. */
  public static LastRun of(JudgedRun judged) {
    return new LastRun(
        judged.scope(),
        judged.id(),
        judged.run().suite(),
        judged.verdict(),
        judged.run().startedAt());
  }

  /** The causes of the verdict by name. */
  public List<String> causes() {
    return verdict.causes().stream().map(Cause::name).toList();
  }
}

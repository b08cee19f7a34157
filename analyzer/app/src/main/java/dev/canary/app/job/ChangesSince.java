package dev.canary.app.job;

import dev.canary.alert.AlertMachine;
import dev.canary.alert.AlertState.Stretch;
import dev.canary.alert.Change;
import dev.canary.alert.Changes;
import dev.canary.event.JudgedRun;
import dev.canary.event.Scope;
import dev.canary.format.FormatException;
import dev.canary.format.RunBlob;
import dev.canary.replay.Run;
import dev.canary.store.RunHistory;
import dev.canary.store.StoredRun;
import dev.canary.watch.Tier;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Finds what changed when something went wrong, in the stored runs.
 *
 * @param history the stored runs
 */
record ChangesSince(RunHistory history) {

  /** What changed; empty unless a step opens an alert or makes it worse. */
  Optional<Changes> of(JudgedRun judged, AlertMachine.Step step) {
    boolean worse = step.transitions().stream().anyMatch(t -> t.kind().isWorse());
    return step.state()
        .stretch()
        .map(Stretch::since)
        .filter(since -> worse)
        .map(since -> changes(judged, since));
  }

  private Changes changes(JudgedRun judged, Instant since) {
    Optional<StoredRun> first = firstBad(judged.scope(), since);
    Run bad = first.flatMap(this::answers).orElse(judged.run());
    String badId = first.map(StoredRun::id).orElse(judged.id());
    Optional<StoredRun> good = history.latestHealthyBefore(judged.watch(), since);
    Optional<Run> before = good.flatMap(this::answers);
    return new Changes(
        since,
        badId,
        before.flatMap(run -> good).map(StoredRun::id),
        before.map(run -> Change.between(run, bad)).orElse(List.of()));
  }

  /** The run of either tier that was due when something began to be wrong. */
  private Optional<StoredRun> firstBad(Scope scope, Instant since) {
    return history
        .byId(scope.of(Tier.GOLDEN).idAt(since))
        .or(() -> history.byId(scope.of(Tier.SMOKE).idAt(since)));
  }

  /** The answers of a stored run, if they are kept and can still be read. */
  private Optional<Run> answers(StoredRun run) {
    try {
      Optional<byte[]> blob = history.observations(run.id());
      return blob.isPresent() ? Optional.of(RunBlob.read(blob.get())) : Optional.empty();
    } catch (FormatException e) {
      // An alert is told whatever has become of an old run.
      return Optional.empty();
    }
  }
}

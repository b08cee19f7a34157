package dev.canary.app.job;

import dev.canary.alert.AlertMachine;
import dev.canary.alert.Transition;
import dev.canary.event.JudgedRun;
import dev.canary.event.JudgedRun.ComparedWith;
import dev.canary.event.Scope;
import dev.canary.evidence.HeldEvidence;
import dev.canary.evidence.RunEvidence;
import dev.canary.format.AlertJson;
import dev.canary.format.Events;
import dev.canary.format.RunBlob;
import dev.canary.format.RunJson;
import dev.canary.replay.Run;
import dev.canary.store.AlertRecord;
import dev.canary.store.EvidenceRecord;
import dev.canary.store.RunRecord;
import dev.canary.store.StaleStateException;
import dev.canary.store.Steps;
import dev.canary.store.Store;
import dev.canary.store.StoredAlerts;
import dev.canary.store.StoredEvidence;
import dev.canary.store.StoredTransition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Records runs in the store, each in one transaction with its confirming replay and its events.
 *
 * @param store remembers
 */
public record StoreRecorder(Store store) implements Recorder {
  @Override
  public Held heldOf(String watch) {
    return new Held(store.evidenceOf(watch), store.alertsOf(watch));
  }

  @Override
  public void record(
      JudgedRun judged,
      Optional<Run> confirming,
      Held before,
      AlertMachine.Step alerts,
      Instant due) {
    Optional<EvidenceRecord> evidence =
        judged.evidence().map(counted -> evidence(judged, counted, before.evidence(), due));
    List<StoredTransition> transitions =
        alerts.transitions().stream()
            .map(each -> stored(judged.scope(), judged.run().suite(), each))
            .toList();
    store.record(
        row(judged.id(), judged, judged.run(), Optional.empty()),
        confirming.map(run -> confirmingRow(judged, run)),
        new Steps(
            evidence, Optional.of(new AlertRecord(before.alerts(), alerts.state(), transitions))),
        Events.of(judged, alerts));
  }

  /**
   * Records a step of a watch's alerts that no run brought about.
   *
   * @param before what it was made from
   * @throws StaleStateException when another step was recorded since; nothing of this one is stored
   */
  public void step(Scope scope, String suite, StoredAlerts before, AlertMachine.Step step) {
    List<StoredTransition> transitions =
        step.transitions().stream().map(each -> stored(scope, suite, each)).toList();
    store.record(
        scope.watch(),
        new AlertRecord(before, step.state(), transitions),
        Events.of(scope, suite, step.transitions()));
  }

  private static StoredTransition stored(Scope scope, String suite, Transition each) {
    return new StoredTransition(
        each.id(),
        scope.watch(),
        each.alert(),
        each.kind(),
        each.at(),
        each.severity(),
        AlertJson.transition(scope, suite, each));
  }

  private static EvidenceRecord evidence(
      JudgedRun judged, RunEvidence counted, Optional<StoredEvidence> before, Instant due) {
    String digest = judged.baseline().orElseThrow().digest();
    HeldEvidence after = counted.held(before.map(StoredEvidence::held), digest, due);
    return new EvidenceRecord(before, after, counted.input().toNumbers());
  }

  private static RunRecord confirmingRow(JudgedRun judged, Run run) {
    String id = confirmingId(judged.id());
    JudgedRun second =
        new JudgedRun(
            id,
            judged.scope(),
            run,
            judged.baseline(),
            judged.findings(),
            judged.verdict(),
            Optional.empty());
    return row(id, second, run, Optional.of(judged.id()));
  }

  /** The id of the confirming replay of a run. */
  static String confirmingId(String id) {
    return id + "+confirm";
  }

  private static RunRecord row(String id, JudgedRun judged, Run run, Optional<String> confirms) {
    return new RunRecord(
        id,
        judged.watch(),
        run.suite(),
        run.startedAt(),
        run.duration(),
        judged.verdict().level(),
        run.model().versionOrDefault(),
        judged.baseline().map(ComparedWith::digest),
        RunJson.run(judged),
        RunBlob.of(run),
        confirms);
  }
}

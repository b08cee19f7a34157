package dev.canary.app.job;

import dev.canary.alert.AlertMachine;
import dev.canary.alert.Changes;
import dev.canary.event.AlertNews;
import dev.canary.event.JudgedRun;
import dev.canary.event.JudgedRun.ComparedWith;
import dev.canary.evidence.HeldEvidence;
import dev.canary.evidence.RunEvidence;
import dev.canary.format.Events;
import dev.canary.format.RunBlob;
import dev.canary.format.RunJson;
import dev.canary.replay.Run;
import dev.canary.store.EvidenceRecord;
import dev.canary.store.RunRecord;
import dev.canary.store.Steps;
import dev.canary.store.Store;
import dev.canary.store.StoredEvidence;
import java.time.Instant;
import java.util.Optional;

/**
 * Records runs in the store, each in one transaction with its confirming replay and its events.
 *
 * @param store remembers
 */
public record StoreRecorder(Store store) implements Recorder {
  @Override
  public Held heldOf(Watched watch) {
    String name = watch.name();
    return new Held(
        watch.place(), store.evidenceOf(name), store.alertsOf(name), store.silencesOf(name));
  }

  @Override
  public Optional<Changes> changes(JudgedRun judged, AlertMachine.Step alerts) {
    return new ChangesSince(store.history()).of(judged, alerts);
  }

  @Override
  public void record(
      JudgedRun judged, Optional<Run> confirming, Held before, AlertNews alerts, Instant due) {
    Optional<EvidenceRecord> evidence =
        judged.evidence().map(counted -> evidence(judged, counted, before, due));
    store.record(
        row(judged.id(), judged, judged.run(), Optional.empty()),
        confirming.map(run -> confirmingRow(judged, run)),
        new Steps(
            evidence,
            Optional.of(
                AlertJob.step(before.alerts(), judged.scope(), judged.run().suite(), alerts))),
        Events.of(judged, alerts));
  }

  private static EvidenceRecord evidence(
      JudgedRun judged, RunEvidence counted, Held held, Instant due) {
    String digest = judged.baseline().orElseThrow().digest();
    Optional<StoredEvidence> before = held.evidence();
    HeldEvidence after = counted.held(before.map(StoredEvidence::held), digest, due);
    return new EvidenceRecord(before, after, held.place(), counted.input().toNumbers());
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

package dev.canary.app.job;

import dev.canary.alert.AlertMachine;
import dev.canary.alert.Changes;
import dev.canary.alert.Silences;
import dev.canary.event.AlertNews;
import dev.canary.event.JudgedRun;
import dev.canary.replay.Run;
import dev.canary.store.StaleStateException;
import dev.canary.store.StoredAlerts;
import dev.canary.store.StoredEvidence;
import java.time.Instant;
import java.util.Optional;

/** Remembers runs with their observations, what they did to their watch, and what is told of it. */
public interface Recorder {
  /**
   * What is remembered of a watch between its runs.
   *
   * @param place where its model is now, of which its next step of evidence speaks
   * @param evidence empty before its first counted run
   * @param alerts where its alerts stand
   * @param silences that cover it, or did before
   */
  record Held(
      String place, Optional<StoredEvidence> evidence, StoredAlerts alerts, Silences silences) {
    /** Of a watch that never ran. */
    static Held nothing(Watched watch) {
      return new Held(watch.place(), Optional.empty(), StoredAlerts.NONE, Silences.NONE);
    }
  }

  /** What is remembered of a watch. */
  Held heldOf(Watched watch);

  /** What changed when something went wrong; empty unless a step says that it did, or got worse. */
  Optional<Changes> changes(JudgedRun judged, AlertMachine.Step alerts);

  /**
   * Records a run in one transaction; when this returns, nothing of it can be lost.
   *
   * @param confirming the second replay of a run that needed one: stored, never counted
   * @param before what the run's steps were made from
   * @param alerts its step of the alert machine
   * @param due when the run was due
   * @throws StaleStateException when another run of the watch was recorded since; nothing of this
   *     one is stored
   */
  void record(
      JudgedRun judged, Optional<Run> confirming, Held before, AlertNews alerts, Instant due);
}

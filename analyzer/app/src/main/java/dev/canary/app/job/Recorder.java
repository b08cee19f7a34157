package dev.canary.app.job;

import dev.canary.alert.AlertMachine;
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
   * @param evidence empty before its first counted run
   * @param alerts where its alerts stand
   */
  record Held(Optional<StoredEvidence> evidence, StoredAlerts alerts) {
    /** Of a watch that never ran. */
    public static final Held NOTHING = new Held(Optional.empty(), StoredAlerts.NONE);
  }

  /** What is remembered of a watch. */
  Held heldOf(String watch);

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
      JudgedRun judged,
      Optional<Run> confirming,
      Held before,
      AlertMachine.Step alerts,
      Instant due);
}

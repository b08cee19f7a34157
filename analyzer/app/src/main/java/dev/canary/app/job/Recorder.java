package dev.canary.app.job;

import dev.canary.event.JudgedRun;
import dev.canary.replay.Run;
import dev.canary.store.StaleStateException;
import dev.canary.store.StoredEvidence;
import java.time.Instant;
import java.util.Optional;

/** Remembers runs with their observations, the evidence they left, and the events that follow. */
public interface Recorder {
  /** What a watch holds; empty before its first counted run. */
  Optional<StoredEvidence> evidenceOf(String watch);

  /**
   * Records a run in one transaction; when this returns, nothing of it can be lost.
   *
   * @param confirming the second replay of a run that needed one: stored, never counted
   * @param before the evidence that the run's step was made from
   * @param due when the run was due
   * @throws StaleStateException when another run of the watch was counted since; nothing of this
   *     one is stored
   */
  void record(
      JudgedRun judged, Optional<Run> confirming, Optional<StoredEvidence> before, Instant due);
}

package dev.canary.app.job;

import dev.canary.event.JudgedRun;
import dev.canary.replay.Run;
import dev.canary.suite.Suite;
import java.util.Optional;

/** Remembers a run, its observations and the events that follow from it, in one transaction. */
@FunctionalInterface
public interface Recorder {
  /**
   * Records a run; when this returns, nothing of it can be lost.
   *
   * @param confirming the second replay of a run that needed one: stored, never counted
   */
  void record(Suite suite, JudgedRun judged, Optional<Run> confirming);
}

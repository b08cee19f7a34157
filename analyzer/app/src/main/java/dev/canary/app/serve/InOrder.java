package dev.canary.app.serve;

import dev.canary.alert.AlertMachine;
import dev.canary.alert.Changes;
import dev.canary.app.job.Recorder;
import dev.canary.app.job.Watched;
import dev.canary.event.AlertNews;
import dev.canary.event.JudgedRun;
import dev.canary.replay.Run;
import java.io.Serial;
import java.time.Instant;
import java.util.Optional;

/**
 * Records a run unless the watch has gone on without it: a daemon that stood still (a paused
 * machine, a stopped process) wakes up with runs that another one has made up for long ago, and
 * what they saw is not the state of anything any more.
 *
 * @param recorder remembers
 * @param next the first instant after the run's own at which the watch is due again
 */
record InOrder(Recorder recorder, Instant next) implements Recorder {
  /** A run came too late to be recorded; nothing of it is stored. */
  static final class OvertakenException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    OvertakenException(String run) {
      super("run " + run + " is over: its watch has run since");
    }
  }

  @Override
  public Held heldOf(Watched watch) {
    return recorder.heldOf(watch);
  }

  @Override
  public Optional<Changes> changes(JudgedRun judged, AlertMachine.Step alerts) {
    return recorder.changes(judged, alerts);
  }

  /**
   * Records the run; what it is held against is what its step was made from, so that no other can
   * come between.
   *
   * @throws OvertakenException when the watch has run at its next instant, or later
   */
  @Override
  public void record(
      JudgedRun judged, Optional<Run> confirming, Held before, AlertNews alerts, Instant due) {
    Optional<Instant> last = before.alerts().state().recent().lastRunAt();
    if (last.filter(at -> !at.isBefore(next)).isPresent()) {
      throw new OvertakenException(judged.id());
    }
    recorder.record(judged, confirming, before, alerts, due);
  }
}

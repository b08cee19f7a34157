package dev.canary.app.job;

import dev.canary.alert.AlertMachine;
import dev.canary.alert.Changes;
import dev.canary.event.AlertNews;
import dev.canary.event.JudgedRun;
import dev.canary.replay.Run;
import java.time.Instant;
import java.util.Optional;

/** Remembers nothing, for runs that are nobody's history: the daemon's own, or a probe's. */
public final class Forgetful implements Recorder {
  @Override
  public Held heldOf(Watched watch) {
    return Held.nothing(watch);
  }

  @Override
  public Optional<Changes> changes(JudgedRun judged, AlertMachine.Step alerts) {
    return Optional.empty();
  }

  @Override
  public void record(
      JudgedRun judged, Optional<Run> confirming, Held before, AlertNews alerts, Instant due) {}
}

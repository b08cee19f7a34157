package dev.canary.app.serve;

import dev.canary.alert.AlertState;
import dev.canary.alert.Signal;
import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.RunJob;
import dev.canary.app.job.Watched;
import dev.canary.format.FormatException;
import dev.canary.watch.Tier;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Runs watches by the same job as {@code canary run}, of which counts what the doubts leave, and
 * puts what was recorded on the board.
 *
 * @param roster holds the jobs
 * @param doubts whether what a run tells is the watch's fault
 * @param lookAgain the daemon asks itself whether it is at fault
 * @param pulse whether the daemon stood still
 * @param board is told
 */
record JobRunner(
    Supplier<Roster> roster, Doubts doubts, Runnable lookAgain, Pulse pulse, Board board)
    implements Runner {
  @Override
  public AlertState run(Watched watch, Tier tier, Instant due)
      throws CannotRunException, FormatException {
    long begin = pulse.nanos();
    Roster now = roster.get();
    RunJob usual = now.job(tier).hearing(signal -> heard(watch.name(), signal, begin));
    RunJob job =
        now.post(watch.name())
            .map(post -> new InOrder(usual.recorder(), post.rota().next(due)))
            .map(usual::recordedBy)
            .orElse(usual);
    RunJob.Recorded recorded = job.run(watch, due);
    board.recorded(recorded.judged(), recorded.alerts(), due);
    return recorded.alerts().step().state();
  }

  /** Whoever is about to blame a model looks at itself first. */
  private Signal.Ran heard(String watch, Signal.Ran signal, long begin) {
    if (!Doubts.isDoubtful(signal)) {
      return doubts.heard(watch, signal, false);
    }
    lookAgain.run();
    return doubts.heard(watch, signal, pulse.stoodSince(begin));
  }
}

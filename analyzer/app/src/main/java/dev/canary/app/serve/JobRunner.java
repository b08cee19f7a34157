package dev.canary.app.serve;

import dev.canary.alert.AlertMachine;
import dev.canary.alert.AlertState;
import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.Recorder;
import dev.canary.app.job.RunJob;
import dev.canary.app.job.StoreRecorder;
import dev.canary.app.job.Watched;
import dev.canary.app.job.Wiring;
import dev.canary.check.Checks;
import dev.canary.event.JudgedRun;
import dev.canary.format.FormatException;
import dev.canary.replay.Order;
import dev.canary.replay.Run;
import dev.canary.watch.Tier;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Runs watches by the same job as {@code canary run}, and puts what was recorded on the board. */
final class JobRunner implements Runner {
  private final Supplier<Wiring> wiring;
  private final Board board;

  JobRunner(Supplier<Wiring> wiring, Board board) {
    this.wiring = wiring;
    this.board = board;
  }

  @Override
  public AlertState run(Watched watch, Tier tier, Instant due)
      throws CannotRunException, FormatException {
    Told told = new Told(new StoreRecorder(wiring.get().store()));
    RunJob job = wiring.get().runJob(tier, checks(tier), Order::asWritten, done -> {}, told);
    job.run(watch, due);
    return told.after;
  }

  private static Checks checks(Tier tier) {
    return switch (tier) {
      case GOLDEN -> Checks.standard();
      case SMOKE -> Checks.standard().smoke();
    };
  }

  /** Records, and then tells. */
  private final class Told implements Recorder {
    private final Recorder recorder;
    private AlertState after = AlertState.NONE;

    Told(Recorder recorder) {
      this.recorder = recorder;
    }

    @Override
    public Held heldOf(String watch) {
      return recorder.heldOf(watch);
    }

    @Override
    public void record(
        JudgedRun judged,
        Optional<Run> confirming,
        Held before,
        AlertMachine.Step alerts,
        Instant due) {
      recorder.record(judged, confirming, before, alerts, due);
      after = alerts.state();
      board.recorded(judged, alerts, due);
    }
  }
}

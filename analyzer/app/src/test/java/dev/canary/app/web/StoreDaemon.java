package dev.canary.app.web;

import dev.canary.alert.AlertMachine;
import dev.canary.app.job.AlertJob;
import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.RunJob;
import dev.canary.app.job.Watched;
import dev.canary.app.job.Wiring;
import dev.canary.app.serve.Daemon;
import dev.canary.app.serve.DaemonStatus;
import dev.canary.app.serve.Listener;
import dev.canary.app.serve.WatchStatus;
import dev.canary.check.Cause;
import dev.canary.check.Checks;
import dev.canary.event.JudgedRun;
import dev.canary.format.FormatException;
import dev.canary.format.RunSummary;
import dev.canary.replay.Order;
import dev.canary.store.StoredRun;
import dev.canary.verdict.Verdict;
import dev.canary.watch.Tier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A daemon whose watches run when a test says so; all else of it is as it is in the store. */
final class StoreDaemon implements Daemon {
  static final Instant START = Instant.parse("2026-03-04T12:00:00Z");

  private final Wiring wiring;
  private final List<Watched> watches;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  /** Why the prober itself is at fault, as a test says. */
  volatile Optional<String> selfCheck = Optional.empty();

  /** Why newer files do not hold, as a test says. */
  volatile Optional<String> reloadProblem = Optional.empty();

  StoreDaemon(Wiring wiring) throws FormatException, CannotRunException {
    this.wiring = wiring;
    watches = wiring.watches(List.of());
  }

  JudgedRun run(String watch, Instant due, Tier tier) throws FormatException, CannotRunException {
    RunJob.Recorded recorded =
        wiring
            .runJob(tier, Checks.standard(), Order::asWritten, done -> {})
            .run(watched(watch), due);
    listeners.forEach(l -> l.recorded(recorded.judged(), recorded.alerts().step(), due));
    return recorded.judged();
  }

  private Watched watched(String name) {
    return watches.stream().filter(w -> w.name().equals(name)).findFirst().orElseThrow();
  }

  @Override
  public DaemonStatus status() {
    try {
      List<WatchStatus> all = new ArrayList<>();
      for (Watched watch : watches) {
        all.add(status(watch));
      }
      return new DaemonStatus(
          START,
          all,
          START,
          reloadProblem,
          Optional.empty(),
          selfCheck,
          Optional.empty(),
          0,
          Optional.empty());
    } catch (FormatException e) {
      throw new AssertionError(e);
    }
  }

  private WatchStatus status(Watched watch) throws FormatException {
    Optional<StoredRun> last = wiring.store().history().latestGoldenOf(watch.name());
    return new WatchStatus(
        watch.name(),
        watch.suite().name(),
        watch.settings().region(),
        watch.suite().secret(),
        watch.settings().dryRun(),
        last.map(StoreDaemon::last),
        wiring.store().alertsOf(watch.name()).state(),
        Optional.of(wiring.now().plus(Site.PERIOD)),
        Optional.empty(),
        watch.suite().latency(),
        wiring.store().silencesOf(watch.name()).covers(watch.name(), wiring.now()),
        false);
  }

  private static WatchStatus.Last last(StoredRun run) {
    List<Cause> causes =
        RunSummary.read(run.summary()).causes().stream().map(Cause::valueOf).toList();
    return new WatchStatus.Last(run.id(), new Verdict(run.verdict(), causes), run.startedAt());
  }

  @Override
  public void listen(Listener listener) {
    listeners.add(listener);
  }

  @Override
  public AlertMachine.Step acknowledge(String watch, String alert, String by, String note) {
    try {
      return new AlertJob(wiring.store())
          .acknowledge(watched(watch), alert, by, Optional.of(note), wiring.now())
          .step();
    } catch (FormatException | CannotRunException e) {
      throw new IllegalArgumentException(e);
    }
  }
}

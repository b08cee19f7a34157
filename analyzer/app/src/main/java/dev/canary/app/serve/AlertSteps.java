package dev.canary.app.serve;

import dev.canary.alert.AlertMachine;
import dev.canary.alert.AlertState;
import dev.canary.alert.Signal;
import dev.canary.app.job.StoreRecorder;
import dev.canary.event.Scope;
import dev.canary.store.StaleStateException;
import dev.canary.store.Store;
import dev.canary.store.StoredAlerts;
import dev.canary.watch.Tier;
import java.time.Duration;
import java.time.Instant;

/** Steps of alerts that no run brings about: by time, and by people. */
final class AlertSteps {
  /** So many runs that stay away are noticed. */
  private static final int MISSED = 3;

  private final Store store;
  private final Board board;

  AlertSteps(Store store, Board board) {
    this.store = store;
    this.board = board;
  }

  /** Tells a watch's alert machine, from what any daemon of the store has recorded. */
  AlertMachine.Step step(Post post, Signal signal) {
    String name = post.watch().name();
    Scope scope = post.watch().scope(Tier.GOLDEN);
    while (true) {
      StoredAlerts before = store.alertsOf(name);
      AlertState held = before.state();
      AlertMachine.Step step =
          AlertMachine.step(post.watch().alertRules(apart(post, held, signal.at())), held, signal);
      if (step.transitions().isEmpty() && step.state().equals(held)) {
        board.alerts(name, held);
        return step;
      }
      try {
        new StoreRecorder(store).step(scope, post.watch().suite().name(), before, step);
        board.stepped(scope, step);
        return step;
      } catch (StaleStateException e) {
        // Nothing was recorded, and what was read is not what is held any more.
      }
    }
  }

  /**
   * How far apart the runs are that should have followed the last one: a blackout is no silence.
   */
  private static Duration apart(Post post, AlertState held, Instant now) {
    Instant last = held.recent().lastAt().orElse(now);
    return post.rota().until(MISSED, last).dividedBy(MISSED);
  }
}

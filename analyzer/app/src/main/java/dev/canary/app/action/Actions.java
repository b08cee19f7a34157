package dev.canary.app.action;

import dev.canary.alert.AlertMachine;
import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.Wiring;
import dev.canary.app.serve.Daemon;
import dev.canary.app.serve.Listener;
import dev.canary.event.JudgedRun;
import dev.canary.event.Scope;
import dev.canary.format.FormatException;
import dev.canary.format.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * The actions of a workspace, each at work on a thread of its own.
 *
 * <p>They follow the store, not the daemon that tells them to look at once: so they follow what
 * another daemon or {@code canary run} has recorded, and what was recorded before a restart.
 */
public final class Actions implements Listener, AutoCloseable {
  private final Wiring wiring;
  private final ActionCounts counts;
  private final Consumer<String> say;
  private Settings held;
  private List<Worker> workers = List.of();

  private Actions(Wiring wiring, ActionCounts counts, Consumer<String> say) {
    this.wiring = wiring;
    this.counts = counts;
    this.say = say;
    held = wiring.settings();
  }

  /**
   * Starts the actions beside a daemon.
   *
   * @param counts what they do
   * @param say is told what was done and what was not, a line each
   * @throws FormatException if the settings, or a secret that they name, cannot be read
   * @throws CannotRunException if an action cannot work as its settings have it
   */
  public static Actions start(
      Wiring wiring, Daemon daemon, ActionCounts counts, Consumer<String> say)
      throws FormatException, CannotRunException {
    Actions actions = new Actions(wiring, counts, say);
    actions.work(wiring.settings());
    daemon.listen(actions);
    return actions;
  }

  /**
   * Does once what is due, for commands that record a run and end.
   *
   * @param holds how long an Alertmanager is to believe it: until after the next such command
   */
  public static void once(Wiring wiring, Duration holds, Consumer<String> say)
      throws FormatException, CannotRunException {
    List<FollowUp> followUps =
        new FollowUps(wiring, wiring.settings(), holds, new ActionCounts(), say).all();
    try {
      followUps.forEach(FollowUp::pass);
    } finally {
      followUps.forEach(FollowUp::close);
    }
  }

  private synchronized void work(Settings settings) throws FormatException, CannotRunException {
    List<FollowUp> followUps =
        new FollowUps(wiring, settings, AlertmanagerFollowUp.RESEND.multipliedBy(4), counts, say)
            .all();
    counts.keep(settings.actions().keySet());
    workers.forEach(Worker::end);
    workers = followUps.stream().map(followUp -> Worker.start(followUp, say)).toList();
    held = settings;
  }

  @Override
  public void recorded(JudgedRun judged, AlertMachine.Step alerts, Instant due) {
    wake(alerts);
  }

  @Override
  public void stepped(Scope scope, AlertMachine.Step alerts) {
    wake(alerts);
  }

  private synchronized void wake(AlertMachine.Step alerts) {
    if (!alerts.transitions().isEmpty()) {
      workers.forEach(Worker::wake);
    }
  }

  /** New settings hold at once; if their actions cannot work, the old ones go on. */
  @Override
  public synchronized void reloaded(String problem) {
    if (!problem.isEmpty()) {
      return;
    }
    try {
      Settings settings = Settings.load(wiring.workspace());
      if (!settings.equals(held)) {
        work(settings);
      }
    } catch (FormatException e) {
      say.accept("the actions stay as they were: " + e.summary());
    } catch (CannotRunException e) {
      say.accept("the actions stay as they were: " + e.getMessage());
    }
  }

  /** Ends the attempts that are being made; what they were about is tried again another time. */
  @Override
  public synchronized void close() {
    workers.forEach(Worker::close);
    workers = List.of();
  }
}

package dev.canary.app.serve;

import dev.canary.alert.AlertMachine;
import dev.canary.event.JudgedRun;
import dev.canary.event.Scope;
import dev.canary.watch.Tier;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Tells all listeners, in the order in which they came; one that fails keeps nothing from the
 * others.
 */
final class Listeners implements Listener {
  private static final System.Logger LOG = System.getLogger(Listeners.class.getName());

  private final List<Listener> all = new CopyOnWriteArrayList<>();

  void add(Listener listener) {
    all.add(listener);
  }

  @Override
  public void recorded(JudgedRun judged, AlertMachine.Step alerts, Instant due) {
    tell(each -> each.recorded(judged, alerts, due));
  }

  @Override
  public void stepped(Scope scope, AlertMachine.Step alerts) {
    tell(each -> each.stepped(scope, alerts));
  }

  @Override
  public void started(String watch, Tier tier, Duration late) {
    tell(each -> each.started(watch, tier, late));
  }

  @Override
  public void failed(String watch, String why) {
    tell(each -> each.failed(watch, why));
  }

  @Override
  public void skipped(String watch) {
    tell(each -> each.skipped(watch));
  }

  @Override
  public void reloaded(String problem) {
    tell(each -> each.reloaded(problem));
  }

  @Override
  public void changed(DaemonStatus status) {
    tell(each -> each.changed(status));
  }

  private void tell(Consumer<Listener> news) {
    for (Listener each : all) {
      try {
        news.accept(each);
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "a listener failed and was passed over", e);
      }
    }
  }
}

package dev.canary.app.job;

import dev.canary.alert.AlertMachine;
import dev.canary.alert.AlertRules;
import dev.canary.alert.AlertState;
import dev.canary.alert.Signal;
import dev.canary.alert.Silences;
import dev.canary.event.AlertNews;
import dev.canary.event.LastRun;
import dev.canary.event.OutgoingEvent;
import dev.canary.event.Scope;
import dev.canary.format.AlertJson;
import dev.canary.format.AlertSummary;
import dev.canary.format.Events;
import dev.canary.format.FormatException;
import dev.canary.format.StateJson;
import dev.canary.store.AlertRecord;
import dev.canary.store.StaleStateException;
import dev.canary.store.Store;
import dev.canary.store.StoredAlerts;
import dev.canary.store.StoredTransition;
import dev.canary.watch.Policy;
import dev.canary.watch.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Steps of alerts that no run brings about: time passes, somebody takes an alert over.
 *
 * @param store remembers
 */
public record AlertJob(Store store) {

  /** Lets time pass: who was told long ago is reminded, runs that stay away are told. */
  public AlertNews passed(Watched watch, Instant at) {
    return step(watch, new Signal.Passed(at));
  }

  /**
   * Takes an alert over for somebody.
   *
   * @throws CannotRunException if no such alert is open
   */
  public AlertNews acknowledge(
      Watched watch, String alert, String by, Optional<String> note, Instant at)
      throws CannotRunException {
    AlertNews news = step(watch, new Signal.Acknowledged(at, alert, by, note));
    if (news.before().alert().filter(open -> open.id().equals(alert)).isEmpty()) {
      throw new CannotRunException("no alert " + alert + " is open");
    }
    return news;
  }

  /** Tells of something that was seen, and that no run stands for. */
  public AlertNews told(Watched watch, Signal.Ran seen) {
    return step(watch, seen);
  }

  /**
   * A watch is no more: an alert that is open is over, its state is told no longer, and where its
   * alerts stood is forgotten.
   *
   * @return what happened; empty if the store holds nothing of it, or somebody still runs it
   */
  public Optional<Farewell> removed(String watch, Instant at) {
    StoredAlerts held = store.alertsOf(watch);
    if (held.lockVersion() == 0) {
      return Optional.empty();
    }
    Optional<LastRun> last = lastOf(watch);
    Scope scope = last.map(LastRun::scope).orElseGet(() -> Scope.of(watch));
    String suite = last.map(LastRun::suite).orElse(watch);
    AlertNews news =
        new AlertNews(
            held.state(),
            AlertMachine.step(
                AlertRules.of(watch, Policy.DEFAULT, Duration.ZERO),
                held.state(),
                new Signal.Removed(at)),
            store.silencesOf(watch).covers(watch, at),
            Optional.empty(),
            audience(watch),
            Optional.empty());
    List<OutgoingEvent> events = new ArrayList<>(Events.of(scope, suite, news));
    events.add(Events.tombstone(watch, at));
    try {
      store.forget(watch, step(held, scope, suite, news), events);
      return Optional.of(new Farewell(scope, news));
    } catch (StaleStateException e) {
      return Optional.empty();
    }
  }

  /**
   * The end of a watch.
   *
   * @param scope it had
   * @param news the last step of its alerts
   */
  public record Farewell(Scope scope, AlertNews news) {}

  /** Who was told of what happened last; its files, which said so, are gone. */
  private AlertNews.Audience audience(String watch) {
    return store.transitionsOf(watch, 1).stream().anyMatch(last -> isOnTrial(last.summary()))
        ? AlertNews.Audience.STORE
        : AlertNews.Audience.ALL;
  }

  private static boolean isOnTrial(String event) {
    try {
      return AlertSummary.read(event).onTrial();
    } catch (FormatException e) {
      // What cannot be read is told rather than lost.
      return false;
    }
  }

  /** Makes a step and records it with its events; again for every other step that came between. */
  private AlertNews step(Watched watch, Signal signal) {
    while (true) {
      StoredAlerts held = store.alertsOf(watch.name());
      AlertNews news = news(watch, held.state(), signal);
      if (!news.isNews() && news.step().state().equals(held.state())) {
        return news;
      }
      Scope scope = watch.scope(Tier.GOLDEN);
      try {
        store.record(
            watch.name(),
            step(held, scope, watch.suite().name(), news),
            events(watch, news, signal.at()));
        return news;
      } catch (StaleStateException e) {
        // Nothing was recorded, and what was read is not what is held any more.
      }
    }
  }

  private AlertNews news(Watched watch, AlertState state, Signal signal) {
    Silences silences = store.silencesOf(watch.name());
    return new AlertNews(
        state,
        AlertMachine.step(
            silences.rules(watch.alertRules(state, signal.at()), state, signal.at()),
            state,
            signal),
        silences.covers(watch.name(), signal.at()),
        Optional.empty(),
        watch.audience(),
        Optional.empty());
  }

  /** What stands as the verdict goes on standing; a watch that never ran has no state. */
  private List<OutgoingEvent> events(Watched watch, AlertNews news, Instant at) {
    return lastOf(watch.name())
        .map(last -> Events.of(last, news, at))
        .orElseGet(() -> Events.of(watch.scope(Tier.GOLDEN), watch.suite().name(), news));
  }

  /** The newest run of a watch's whole suite, by whomever it was recorded. */
  public Optional<LastRun> lastOf(String watch) {
    return store
        .history()
        .latestGoldenOf(watch)
        .map(
            run ->
                StateJson.last(
                    watch, run.id(), run.suite(), run.verdict(), run.startedAt(), run.summary()));
  }

  /** A step as the store takes it. */
  static AlertRecord step(StoredAlerts before, Scope scope, String suite, AlertNews news) {
    return new AlertRecord(
        before,
        news.step().state(),
        news.step().transitions().stream()
            .map(
                each ->
                    new StoredTransition(
                        each.id(),
                        scope.watch(),
                        each.alert(),
                        each.kind(),
                        each.at(),
                        each.severity(),
                        AlertJson.transition(scope, suite, each, news)))
            .toList());
  }
}

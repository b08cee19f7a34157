package dev.canary.app.action;

import dev.canary.alert.Alert;
import dev.canary.alert.AlertMachine;
import dev.canary.alert.AlertState;
import dev.canary.alert.AlertState.Stretch;
import dev.canary.alert.Ascent;
import dev.canary.alert.Complaint;
import dev.canary.alert.Silence;
import dev.canary.alert.Transition;
import dev.canary.alert.Transition.Kind;
import dev.canary.app.serve.HandClock;
import dev.canary.check.Cause;
import dev.canary.check.Severity;
import dev.canary.event.AlertNews;
import dev.canary.event.AlertNews.Audience;
import dev.canary.event.Fallback;
import dev.canary.event.Scope;
import dev.canary.format.AlertJson;
import dev.canary.store.AlertRecord;
import dev.canary.store.Retention;
import dev.canary.store.Store;
import dev.canary.store.StoreSettings;
import dev.canary.store.StoredAlerts;
import dev.canary.store.StoredTransition;
import dev.canary.verdict.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Alerts as they happen, in a store, by a clock in the test's hand. */
final class Incidents implements AutoCloseable {
  static final Instant START = Instant.parse("2026-11-01T12:00:00.5Z");

  private final Path file;
  private final Store store;
  private final HandClock clock = new HandClock(START);
  private Severity severity = Severity.CRITICAL;
  private Optional<Silence> silence = Optional.empty();
  private Audience audience = Audience.ALL;

  Incidents(Path file) {
    this.file = file;
    store = another();
  }

  Store store() {
    return store;
  }

  /** The same store, opened by another daemon. */
  Store another() {
    StoreSettings settings = StoreSettings.sqlite(file).withRetention(Retention.DEFAULT);
    return Store.open(settings, clock);
  }

  HandClock clock() {
    return clock;
  }

  Instant now() {
    return clock.instant();
  }

  void passes(Duration time) {
    clock.advance(time);
  }

  void isOnly(Severity other) {
    severity = other;
  }

  void isSilenced() {
    silence = Optional.of(Silence.of("fraud", START, START.plusSeconds(3600), "me", "deploy"));
  }

  void isSilencedNoMore() {
    silence = Optional.empty();
  }

  void isOnTrial() {
    audience = Audience.STORE;
  }

  /** Something happens to the alert of a watch. */
  StoredTransition happens(String watch, Kind kind) {
    Alert alert =
        new Alert(
            watch + "!" + START,
            severity,
            List.of(Cause.SCHEMA),
            START,
            now(),
            Ascent.NONE,
            Optional.empty(),
            Optional.empty());
    AlertState open =
        new AlertState(
            AlertState.NONE.recent(), Optional.of(new Stretch(START, 1)), Optional.of(alert));
    AlertState state = kind == Kind.RESOLVED ? AlertState.NONE : open;
    Transition transition =
        new Transition(
            kind,
            alert.id(),
            now(),
            severity,
            alert.causes(),
            START,
            Optional.of(watch + "@" + now()),
            "the answer has another shape",
            List.of(
                new Complaint(
                    Complaint.Kind.LASTING,
                    "schema",
                    Optional.of(Cause.SCHEMA),
                    "the answer has another shape",
                    List.of("null-income"))));
    AlertNews news =
        new AlertNews(
            AlertState.NONE,
            new AlertMachine.Step(state, List.of(transition)),
            silence,
            Optional.empty(),
            audience,
            Optional.of(
                new Fallback("http://b:8000", Optional.of(Verdict.Level.HEALTHY), "it answers")));
    return recorded(watch, state, transition, news);
  }

  private StoredTransition recorded(
      String watch, AlertState state, Transition transition, AlertNews news) {
    StoredTransition stored =
        new StoredTransition(
            transition.id(),
            watch,
            transition.alert(),
            transition.kind(),
            transition.at(),
            transition.severity(),
            AlertJson.transition(Scope.of(watch), "fraud", transition, news));
    StoredAlerts before = store.alertsOf(watch);
    store.record(watch, new AlertRecord(before, state, List.of(stored)), List.of());
    return stored;
  }

  @Override
  public void close() {
    store.close();
  }
}

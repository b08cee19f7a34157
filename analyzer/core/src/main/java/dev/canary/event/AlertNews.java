package dev.canary.event;

import dev.canary.alert.Alert;
import dev.canary.alert.AlertMachine;
import dev.canary.alert.AlertState;
import dev.canary.alert.Changes;
import dev.canary.alert.Silence;
import dev.canary.alert.Transition;
import java.util.Optional;

/**
 * A step of a watch's alerts with what is told beside it.
 *
 * @param before where they stood
 * @param step what happened
 * @param silence that holds meanwhile, so that nobody is paged
 * @param changes what is different since something went wrong; empty where nothing got worse
 * @param audience who is told
 * @param fallback what the watch's other model is worth; empty if it names none, or nothing got
 *     worse
 */
public record AlertNews(
    AlertState before,
    AlertMachine.Step step,
    Optional<Silence> silence,
    Optional<Changes> changes,
    Audience audience,
    Optional<Fallback> fallback) {

  /** Who is told of alerts. */
  public enum Audience {
    /** Whoever reads the topics. */
    ALL,
    /** Nobody but those who ask the store: the watch is on trial. */
    STORE
  }

  /** A step of which nothing else is to be told. */
  public static AlertNews of(AlertState before, AlertMachine.Step step) {
    return new AlertNews(
        before, step, Optional.empty(), Optional.empty(), Audience.ALL, Optional.empty());
  }

  /** Who has taken over the alert to which something happens. */
  public Optional<String> acknowledgedBy(Transition transition) {
    return step.state()
        .alert()
        .or(before::alert)
        .filter(alert -> alert.id().equals(transition.alert()))
        .flatMap(Alert::acknowledgedBy);
  }

  /** True if something is different after it: what is open, or who has taken it over. */
  public boolean isNews() {
    return !step.transitions().isEmpty() || !step.state().alert().equals(before.alert());
  }
}

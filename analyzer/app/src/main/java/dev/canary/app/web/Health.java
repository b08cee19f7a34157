package dev.canary.app.web;

import dev.canary.alert.AlertState;
import dev.canary.alert.AlertState.Phase;
import dev.canary.app.serve.WatchStatus;
import dev.canary.check.Severity;
import java.util.Locale;

/**
 * How a watched model is, for whoever acts on it: an orchestrator that restarts it, routes to it or
 * rolls it out. Follows the alert, which a single failed run does not open.
 */
public enum Health {
  /** The last run was fine and no alert is open. */
  OK,
  /** Something is wrong, and not yet often enough for an alert. */
  PENDING,
  /** A critical alert is open, and no run since the last bad one was fine. */
  FAILING,
  /** A critical alert is open, and the last run was fine: it ends after enough of them and time. */
  RECOVERING,
  /** Nothing can be said: no run yet, none any more, or only such as cannot be judged. */
  UNKNOWN;

  static Health of(WatchStatus watch) {
    AlertState state = watch.alerts();
    if (state.alert().filter(a -> a.severity() == Severity.CRITICAL).isPresent()) {
      return state.recent().fine() == 0 ? FAILING : RECOVERING;
    }
    if (watch.last().isEmpty()
        || watch.trouble().isPresent()
        || state.alert().isPresent()
        || state.recent().stale()) {
      return UNKNOWN;
    }
    return state.phase() == Phase.PENDING ? PENDING : OK;
  }

  /** The word in JSON. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

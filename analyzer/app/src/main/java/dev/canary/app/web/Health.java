package dev.canary.app.web;

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
  /** An alert is open: the model is not what it was when it was trusted. */
  FAILING,
  /** Nothing can be said: no run yet, none any more, or only such as cannot be judged. */
  UNKNOWN;

  /** Who asks: what is unknown must not restart a model, and must not send it traffic either. */
  enum Probe {
    LIVENESS,
    READINESS
  }

  static Health of(WatchStatus watch) {
    var state = watch.alerts();
    if (state.alert().filter(a -> a.severity() == Severity.CRITICAL).isPresent()) {
      return FAILING;
    }
    if (watch.last().isEmpty()
        || watch.trouble().isPresent()
        || state.alert().isPresent()
        || state.recent().stale()) {
      return UNKNOWN;
    }
    return state.phase() == Phase.PENDING ? PENDING : OK;
  }

  /** The status of HTTP that tells it. */
  int status(Probe probe) {
    return switch (this) {
      case OK, PENDING -> Answer.OK;
      case FAILING -> Answer.UNAVAILABLE;
      case UNKNOWN ->
          switch (probe) {
            case LIVENESS -> Answer.OK;
            case READINESS -> Answer.UNAVAILABLE;
          };
    };
  }

  /** The word in JSON. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

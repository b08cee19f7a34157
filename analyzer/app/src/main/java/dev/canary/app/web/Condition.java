package dev.canary.app.web;

import dev.canary.alert.Alert;
import dev.canary.app.serve.DaemonStatus;
import dev.canary.app.serve.WatchStatus;
import java.util.Optional;

/**
 * What probes are told of a watch.
 *
 * @param watch where it stands
 * @param health in one word
 * @param spared why its model is not to be restarted though it fails; empty if it does not fail, or
 *     a restart is what is left to try
 */
record Condition(WatchStatus watch, Health health, Optional<String> spared) {

  /** Who asks. */
  enum Probe {
    /** Whether to restart the model: only for what it was just seen to do wrong. */
    LIVENESS,
    /** Whether to send it traffic: only once it was seen to be right. */
    READINESS
  }

  static Condition of(WatchStatus watch, DaemonStatus daemon) {
    Health health = Health.of(watch);
    Optional<String> spared =
        Optional.of(watch).filter(w -> health == Health.FAILING).flatMap(w -> spared(w, daemon));
    return new Condition(watch, health, spared);
  }

  /** A restart mends no prober, tells nothing while nobody looks, and is not for people to meet. */
  private static Optional<String> spared(WatchStatus watch, DaemonStatus daemon) {
    return said(watch.dryRun(), "the watch is on trial")
        .or(() -> daemon.selfCheck().map(why -> "the prober is in doubt: " + why))
        .or(() -> daemon.breaker().map(why -> "the prober is in doubt: " + why))
        .or(() -> watch.trouble().map(why -> "no run comes about: " + why))
        .or(() -> said(watch.alerts().recent().stale(), "runs stay away"))
        .or(() -> said(watch.closed(), "a blackout: nobody looks"))
        .or(
            () ->
                watch.silence().map(s -> "silenced until %s: %s".formatted(s.until(), s.reason())))
        .or(
            () ->
                watch
                    .alerts()
                    .alert()
                    .flatMap(Alert::acknowledgedBy)
                    .map(by -> by + " has taken the alert over"));
  }

  private static Optional<String> said(boolean so, String why) {
    return so ? Optional.of(why) : Optional.empty();
  }

  /** The status of HTTP that tells it. */
  int status(Probe probe) {
    boolean no =
        switch (probe) {
          case LIVENESS -> health == Health.FAILING && spared.isEmpty();
          case READINESS ->
              !watch.dryRun()
                  && switch (health) {
                    case OK, PENDING -> false;
                    case FAILING, RECOVERING, UNKNOWN -> true;
                  };
        };
    return no ? Answer.UNAVAILABLE : Answer.OK;
  }
}

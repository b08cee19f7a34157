package dev.canary.app.serve;

import dev.canary.alert.AlertMachine;

/** A running daemon, as the page, the metrics and the commands see it. Safe for threads. */
public interface Daemon {
  /** Where it stands now; never waits for the store, so that probes may ask for it. */
  DaemonStatus status();

  /** Adds somebody to be told. */
  void listen(Listener listener);

  /**
   * Takes an alert over for somebody.
   *
   * @throws IllegalArgumentException if no such alert is open
   */
  AlertMachine.Step acknowledge(String watch, String alert, String by, String note);
}

package dev.canary.app.serve;

import dev.canary.alert.AlertMachine;
import dev.canary.event.JudgedRun;
import dev.canary.event.Scope;
import dev.canary.watch.Tier;
import java.time.Duration;
import java.time.Instant;

/**
 * Is told what the daemon did, after it was stored: metrics, the page and actions listen. Called on
 * the daemon's own threads: it must return at once and throw nothing.
 */
public interface Listener {
  /**
   * A run was recorded.
   *
   * @param alerts its step of the alert machine
   * @param due when it was due
   */
  default void recorded(JudgedRun judged, AlertMachine.Step alerts, Instant due) {}

  /** Time or a person brought about a step of a watch's alerts. */
  default void stepped(Scope scope, AlertMachine.Step alerts) {}

  /** A run began so much after it was due. */
  default void started(String watch, Tier tier, Duration late) {}

  /** A run did not come about: its target could not be opened, its files are wrong. */
  default void failed(String watch, String why) {}

  /** A run was passed over, since the one before it still lasted. */
  default void skipped(String watch) {}

  /**
   * The files were read again.
   *
   * @param problem why the old configuration stays; empty if the new one holds
   */
  default void reloaded(String problem) {}

  /** The daemon's view of itself has changed. */
  default void changed(DaemonStatus status) {}
}

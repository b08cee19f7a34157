package dev.canary.store;

import dev.canary.alert.AlertState;

/**
 * What is remembered of a watch's alerts, as the store keeps it.
 *
 * @param state after the last step
 * @param lockVersion grows with every step; 0 before the first
 */
public record StoredAlerts(AlertState state, long lockVersion) {
  /** A watch without any step. */
  public static final StoredAlerts NONE = new StoredAlerts(AlertState.NONE, 0);
}

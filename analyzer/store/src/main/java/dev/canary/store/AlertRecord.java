package dev.canary.store;

import dev.canary.alert.AlertState;
import java.util.List;

/**
 * One step of a watch's alerts, to be stored with what brought it about.
 *
 * @param readBefore what {@link Store#alertsOf} gave when the step was made; the step is stored
 *     only if that is still so
 * @param state after the step
 * @param transitions what happened in it, for history
 */
public record AlertRecord(
    StoredAlerts readBefore, AlertState state, List<StoredTransition> transitions) {
  public AlertRecord {
    transitions = List.copyOf(transitions);
  }

  /** True if there is nothing to store. */
  boolean isNothing() {
    return transitions.isEmpty() && state.equals(readBefore.state());
  }
}

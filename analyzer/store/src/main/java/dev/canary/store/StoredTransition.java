package dev.canary.store;

import dev.canary.alert.Transition;
import dev.canary.check.Severity;
import java.time.Instant;

/**
 * What happened to an alert, as history keeps it.
 *
 * @param id of the transition
 * @param watch it belongs to
 * @param alert its id
 * @param kind what happened
 * @param at when
 * @param severity of the alert then
 * @param summary the event about it, as JSON
 */
public record StoredTransition(
    String id,
    String watch,
    String alert,
    Transition.Kind kind,
    Instant at,
    Severity severity,
    String summary) {}

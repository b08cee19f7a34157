/**
 * From runs over time to alerts: one pure state machine, of which every step can be repeated.
 *
 * <p>{@code Complaints} says what a run complains of, {@code AlertMachine} steps an {@code
 * AlertState} by such a {@code Signal} to its {@code Transition}s. {@code AlertRules} and {@code
 * Silences} say by what a watch's alerts live, {@code Changes} what was otherwise when all was
 * well. {@code Absences} tells for those who only hear of runs that these stay away.
 */
@NullMarked
package dev.canary.alert;

import org.jspecify.annotations.NullMarked;

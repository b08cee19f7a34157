/**
 * The daemon: watches on their schedules, for months.
 *
 * <p>{@code Serve} starts and ends it. {@code LiveDaemon} holds its parts: {@code Roster} is what
 * the files say, {@code Rounds} what is done when a watch is due, {@code JobRunner} the main job as
 * the daemon runs it, {@code Board} where each watch stands, {@code Departures} how one ends.
 * {@code SelfCheck}, {@code Pulse} and {@code Doubts} ask whether the prober is at fault. Whoever
 * shows or follows it sees a {@code Daemon} and is a {@code Listener}.
 */
@NullMarked
package dev.canary.app.serve;

import org.jspecify.annotations.NullMarked;

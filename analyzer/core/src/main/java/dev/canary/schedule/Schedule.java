package dev.canary.schedule;

import dev.canary.watch.Blackout;
import dev.canary.watch.ScheduleSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * When a watch is due: a fixed set of instants, so that nothing that happens (a slow replay, a
 * pause, a restart) moves it, and those that were missed are simply passed over.
 */
@FunctionalInterface
public interface Schedule {
  /** The first instant after another at which the watch is due. */
  Instant next(Instant after);

  /**
   * The schedule that a file describes.
   *
   * @param watch whose name decides where in its period a watch stands, so that a thousand watches
   *     do not all begin at once and each does so at the same instants on every machine
   * @throws IllegalArgumentException if no instant satisfies a cron expression
   */
  static Schedule of(ScheduleSpec spec, String watch) {
    if (spec instanceof ScheduleSpec.Every every) {
      return of(every.period(), watch);
    }
    ScheduleSpec.Cron cron = (ScheduleSpec.Cron) spec;
    return new CronTimes(cron.expression(), cron.zone());
  }

  /** Instants at equal distances; the watch's name decides where in its period it stands. */
  static Schedule of(Duration period, String watch) {
    return new Grid(period, watch);
  }

  /** The same without the instants in these windows. */
  default Schedule without(List<Blackout> blackouts) {
    return blackouts.isEmpty() ? this : new Interrupted(this, blackouts);
  }
}

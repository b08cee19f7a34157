package dev.canary.watch;

import java.time.Duration;
import java.time.ZoneId;

/** When a watch runs, as its file says it. */
public sealed interface ScheduleSpec {
  /** The schedule of a watch that names none. */
  ScheduleSpec DEFAULT = new Every(Duration.ofMinutes(5));

  /** At equal distances. */
  record Every(Duration period) implements ScheduleSpec {
    /**
     * @throws IllegalArgumentException unless the period is longer than nothing
     */
    public Every {
      if (period.isZero() || period.isNegative()) {
        throw new IllegalArgumentException("a period must be longer than nothing, found " + period);
      }
    }
  }

  /**
   * At the times of a cron expression.
   *
   * @param expression five fields: minute, hour, day of month, month, day of week
   * @param zone whose clock they are read on
   */
  record Cron(String expression, ZoneId zone) implements ScheduleSpec {}
}

package dev.canary.watch;

import java.time.Duration;
import java.time.ZoneId;

/** When a watch runs, as its file says it. */
public sealed interface ScheduleSpec {
  /** The schedule of a watch that names none. */
  ScheduleSpec DEFAULT = new Every(Duration.ofMinutes(5));

  /**
   * How far apart two runs are: for a cron expression, the least that its minute and hour certainly
   * keep them apart, so that what is measured in intervals is never overstated.
   */
  Duration interval();

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

    @Override
    public Duration interval() {
      return period;
    }
  }

  /**
   * At the times of a cron expression.
   *
   * @param expression five fields: minute, hour, day of month, month, day of week
   * @param zone whose clock they are read on
   */
  record Cron(String expression, ZoneId zone) implements ScheduleSpec {
    private static final int MINUTES = 60;
    private static final int HOURS = 24;

    @Override
    public Duration interval() {
      String[] fields = expression.strip().split("\\s+", -1);
      if (!isNumber(fields[0])) {
        return Duration.ofMinutes(shortestGap(fields[0], MINUTES));
      }
      boolean daily = fields.length > 1 && isNumber(fields[1]);
      int hours = fields.length > 1 ? shortestGap(fields[1], HOURS) : 1;
      return daily ? Duration.ofDays(1) : Duration.ofHours(hours);
    }

    private static boolean isNumber(String field) {
      return field.matches("[0-9]+");
    }

    /**
     * Of a field like {@code *}{@code /n}, which starts anew after {@code size}; 1 of any other.
     */
    private static int shortestGap(String field, int size) {
      if (!field.matches("\\*/[0-9]{1,3}")) {
        return 1;
      }
      int step = Math.max(1, Math.min(size, Integer.parseInt(field.substring(2))));
      return Math.min(step, size - (size - 1) / step * step);
    }
  }
}

package dev.canary.schedule;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * The instants of a cron expression on a zone's clock: what falls into an hour that summer time
 * skips is passed over, what falls into one that it repeats comes once.
 */
final class CronTimes implements Schedule {
  private final ExecutionTime times;
  private final ZoneId zone;

  /**
   * @throws IllegalArgumentException if it is no expression of five fields, or no instant satisfies
   *     it
   */
  CronTimes(String expression, ZoneId zone) {
    this.times =
        ExecutionTime.forCron(
            new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX))
                .parse(expression));
    this.zone = zone;
    next(Instant.EPOCH);
  }

  @Override
  public Instant next(Instant after) {
    return times
        .nextExecution(after.atZone(zone))
        .map(ZonedDateTime::toInstant)
        .orElseThrow(() -> new IllegalArgumentException("no instant satisfies the expression"));
  }
}

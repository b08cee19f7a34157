package dev.canary.watch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * All that a file says of when a watch runs.
 *
 * @param golden when the whole suite is replayed and counted as evidence
 * @param smoke how often the smoke tier runs, in whose grid the golden runs then take their place;
 *     empty if only the whole suite runs
 * @param recheck how soon after a run that left something pending the next follows; empty for
 *     {@link #recheckAfter the default}
 * @param blackouts windows without runs
 */
public record Timing(
    ScheduleSpec golden,
    Optional<Duration> smoke,
    Optional<Duration> recheck,
    List<Blackout> blackouts) {
  /** The timing of a watch that names none. */
  public static final Timing DEFAULT = of(ScheduleSpec.DEFAULT);

  private static final Duration MINUTE = Duration.ofMinutes(1);

  /**
   * @throws IllegalArgumentException if the smoke tier does not run more often than the whole suite
   */
  public Timing {
    blackouts = List.copyOf(blackouts);
    Duration whole = golden.interval();
    if (smoke.filter(each -> each.compareTo(whole) >= 0).isPresent()) {
      throw new IllegalArgumentException(
          "the smoke tier must run more often than every %s, found %s"
              .formatted(whole, smoke.orElseThrow()));
    }
  }

  /** The whole suite, and nothing else. */
  public static Timing of(ScheduleSpec golden) {
    return new Timing(golden, Optional.empty(), Optional.empty(), List.of());
  }

  /** How often something runs. */
  public Duration interval() {
    return smoke.orElse(golden.interval());
  }

  /**
   * How soon after a run that left something pending the next follows: what the file says, else a
   * minute, which changes nothing for a watch that runs as often as that.
   */
  public Duration recheckAfter() {
    Duration standard = interval().compareTo(MINUTE) > 0 ? MINUTE : interval();
    return recheck.orElse(standard);
  }
}

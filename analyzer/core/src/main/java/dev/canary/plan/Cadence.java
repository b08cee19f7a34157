package dev.canary.plan;

import dev.canary.plan.Detection.Delay;
import dev.canary.schedule.Rota;
import dev.canary.schedule.Schedule;
import dev.canary.watch.ScheduleSpec;
import dev.canary.watch.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How long so many runs in a row take, by the very instants at which the daemon runs a watch: cron
 * expressions, blackouts, the smoke tier and re-checks included.
 *
 * <p>A change comes at some time of a week, or of so many gaps that a rarer schedule shows itself:
 *
 * <pre>
 * worst    = max over the gaps of  (n-th instant after the gap's start) - start
 * expected = the mean of the same for a change at a time drawn evenly
 * </pre>
 *
 * <p>The window begins on a fixed Monday, so that a plan is a function of files alone. Where runs
 * are due at equal distances, one gap stands for all.
 */
final class Cadence {
  private static final Instant MONDAY = Instant.parse("2024-01-01T00:00:00Z");
  private static final Duration WINDOW = Duration.ofDays(7);
  private static final int LEAST_GAPS = 40;

  private final Rota rota;
  private final Schedule due;
  private final List<Instant> instants = new ArrayList<>();
  private final int gaps;

  private Cadence(Rota rota, Schedule due, boolean even) {
    this.rota = rota;
    this.due = due;
    instants.add(due.next(MONDAY));
    Instant end = last().plus(WINDOW);
    while (even ? instants.size() < 2 : instants.size() <= LEAST_GAPS || last().isBefore(end)) {
      instants.add(due.next(last()));
    }
    this.gaps = instants.size() - 1;
  }

  /** That of the runs of a watch's whole suite. */
  static Cadence golden(Timing timing, String watch) {
    Rota rota = Rota.of(timing, watch);
    boolean even = isEven(timing) && timing.smoke().isEmpty();
    // A whole run is due at the first tick that is not before its instant.
    Schedule whole = after -> rota.ticks().next(rota.golden().next(after).minusNanos(1));
    return new Cadence(rota, timing.smoke().isEmpty() ? rota.golden() : whole, even);
  }

  /** That of all its runs. */
  static Cadence ticks(Timing timing, String watch) {
    Rota rota = Rota.of(timing, watch);
    boolean even = timing.smoke().isPresent() ? timing.blackouts().isEmpty() : isEven(timing);
    return new Cadence(rota, rota.ticks(), even);
  }

  private static boolean isEven(Timing timing) {
    return timing.golden() instanceof ScheduleSpec.Every && timing.blackouts().isEmpty();
  }

  private Instant last() {
    return instants.get(instants.size() - 1);
  }

  /** Between two runs, on average. */
  Duration mean() {
    return Duration.between(instants.get(0), instants.get(gaps)).dividedBy(gaps);
  }

  /** From a change to the end of one of the runs at their regular instants. */
  Delays regular(double runs, Duration replay) {
    return delays(runs, replay, this::later);
  }

  /** The same where the first of them leaves something pending, which is looked at again soon. */
  Delays rechecked(double runs, Duration replay) {
    return delays(runs, replay, this::again);
  }

  /**
   * What a change takes to be noticed.
   *
   * @param worst when it comes just after a run
   * @param expected when it comes at any time
   */
  record Delays(Delay worst, Delay expected) {}

  /** The instant of a later run than the one that is due at a place in the list. */
  private interface Later {
    Instant of(int place, int runs);
  }

  private Delays delays(double runs, Duration replay, Later later) {
    int whole = (int) Math.floor(runs);
    double part = runs - whole;
    double worst = 0;
    double sum = 0;
    double time = 0;
    for (int i = 0; i < gaps; i++) {
      Instant first = instants.get(i + 1);
      double gap = seconds(instants.get(i), first);
      double rest = seconds(first, later.of(i + 1, whole - 1));
      double broken = part == 0 ? rest : seconds(first, later.of(i + 1, whole));
      rest += part * (broken - rest);
      worst = Math.max(worst, gap + rest);
      sum += gap * (gap / 2 + rest);
      time += gap;
    }
    return new Delays(
        new Delay(runs, duration(worst).plus(replay)),
        new Delay(runs, duration(sum / time).plus(replay)));
  }

  private Instant later(int place, int runs) {
    while (instants.size() <= place + runs) {
      instants.add(due.next(last()));
    }
    return instants.get(place + runs);
  }

  private Instant again(int place, int runs) {
    Instant at = instants.get(place);
    for (int i = 0; i < runs; i++) {
      at = rota.recheck(at);
    }
    return at;
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1e3;
  }

  private static Duration duration(double seconds) {
    return Duration.ofMillis(Math.round(1e3 * seconds));
  }
}

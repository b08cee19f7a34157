package dev.canary.evidence;

import dev.canary.stats.LinearTrend;
import java.util.Arrays;
import java.util.Optional;

/** The mean of S_rms on each of the last thirty days of counted time, as a ring in the state. */
final class CreepRing {

  static final int DAYS = 30;

  private static final double NANOS_A_DAY = 86_400e9;

  /** What a score counts as at most: a movement beyond is no creep, and would drown it. */
  private static final double MOST = 1e6;

  private CreepRing() {}

  /** Lets counted time pass; days without a run stay empty. */
  static void pass(double[] numbers, double countedNanos) {
    double inDay = numbers[Slots.IN_DAY] + countedNanos;
    double days = Math.floor(inDay / NANOS_A_DAY);
    for (int i = 1; i <= Math.min(days, DAYS); i++) {
      int slot = slot(numbers[Slots.DAY] + i);
      numbers[Slots.DAY_MEANS + slot] = 0;
      numbers[Slots.DAY_RUNS + slot] = 0;
    }
    numbers[Slots.DAY] += days;
    numbers[Slots.IN_DAY] = inDay - days * NANOS_A_DAY;
  }

  static void count(double[] numbers, double rms) {
    int slot = slot(numbers[Slots.DAY]);
    double runs = ++numbers[Slots.DAY_RUNS + slot];
    double mean = numbers[Slots.DAY_MEANS + slot];
    numbers[Slots.DAY_MEANS + slot] = mean + (Math.min(rms, MOST) - mean) / runs;
  }

  static Optional<Creep> creep(double[] numbers) {
    double[] day = new double[DAYS];
    double[] mean = new double[DAYS];
    int n = 0;
    for (int i = DAYS - 1; i >= 0; i--) {
      double number = numbers[Slots.DAY] - i;
      if (number >= 0 && numbers[Slots.DAY_RUNS + slot(number)] > 0) {
        day[n] = number;
        mean[n++] = numbers[Slots.DAY_MEANS + slot(number)];
      }
    }
    if (n < LinearTrend.FEWEST) {
      return Optional.empty();
    }
    LinearTrend trend =
        LinearTrend.of(Arrays.copyOf(day, n), Arrays.copyOf(mean, n), Creep.CONFIDENCE);
    return Optional.of(new Creep(trend.slope(), trend.low(), trend.high(), n));
  }

  private static int slot(double day) {
    return (int) (day % DAYS);
  }
}

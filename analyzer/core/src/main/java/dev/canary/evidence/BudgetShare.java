package dev.canary.evidence;

import java.time.Duration;

/**
 * The part of a budget that one watch may use: what each of its runs deposits, and the threshold
 * that evidence must reach.
 *
 * <pre>
 * deposit   w = share x min(max(elapsed, 0), 2 x interval) / period
 * threshold A = 1 / falseAlerts
 * </pre>
 *
 * <p>Deposits of all watches sum to at most 1 a period, so that at most falseAlerts false alerts
 * are expected in it. A clock that jumps back deposits nothing, one that jumps ahead, like a pause,
 * deposits two intervals at most. A watch that is added changes the shares from the next deposit
 * on, never the evidence already held; of the shares of delta that a watch has had, the largest
 * counts.
 *
 * @param budget of the workspace
 * @param share in (0, 1]
 */
public record BudgetShare(Budget budget, double share) {

  /**
   * @throws IllegalArgumentException unless 0 &lt; share &lt;= 1
   */
  public BudgetShare {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("share is " + share + ": it must lie in (0, 1]");
    }
  }

  /** A, which weighted evidence must reach; in periods, as deposits are. */
  public double threshold() {
    return 1 / budget.falseAlerts();
  }

  /**
   * A in deposits of one run on time: A x period / interval / share, 777,600 at 10 s.
   *
   * @param interval between two runs, as the schedule has it
   */
  double threshold(Duration interval) {
    return nanos(budget.period()) / nanos(interval) / budget.falseAlerts() / share;
  }

  /** The chance, over the captures drawn, that the guarantee of this watch fails. */
  public double delta() {
    return budget.delta() * share;
  }

  /** What a run deposits that many nanoseconds of counted time after the last. */
  double deposit(double countedNanos) {
    return share * (countedNanos / nanos(budget.period()));
  }

  /**
   * What a run deposits, in periods.
   *
   * @param elapsed since the last run, as the clock has it
   * @param interval between two runs, as the schedule has it
   * @throws IllegalArgumentException unless the interval is longer than nothing
   */
  public double deposit(Duration elapsed, Duration interval) {
    return deposit(counted(elapsed, interval));
  }

  /** Counted time: elapsed time, never negative, never more than two intervals; nanoseconds. */
  static double counted(Duration elapsed, Duration interval) {
    if (interval.isZero() || interval.isNegative()) {
      throw new IllegalArgumentException(
          "an interval must be longer than nothing, found " + interval);
    }
    return Math.min(Math.max(nanos(elapsed), 0), 2 * nanos(interval));
  }

  /** As a double, which no duration overflows. */
  static double nanos(Duration duration) {
    return duration.getSeconds() * 1e9 + duration.getNano();
  }
}

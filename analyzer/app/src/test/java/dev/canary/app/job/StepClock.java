package dev.canary.app.job;

import dev.canary.app.serve.HandClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A clock that a test moves on by one period at a time. For a moment after each step it goes on by
 * itself, so that whatever waits by it wakes up, and ends before anything else is due.
 */
final class StepClock extends HandClock {
  /** A moment of some tenths of a second then lasts for some looks of a busy machine. */
  private static final int SLOWER = 10;

  private final Duration period;
  private volatile Moment moment;
  private Moment next;

  /**
   * Where a step leads to.
   *
   * @param most how far the clock goes on from there by itself
   * @param nanos of elapsed time, at the step
   */
  private record Moment(Instant from, Duration most, long nanos) {}

  /** Stands until the first step. */
  StepClock(Instant from, Duration period) {
    super(from);
    this.period = period;
    this.moment = new Moment(from, Duration.ZERO, System.nanoTime());
    this.next = moment;
  }

  /**
   * Says when each watch is due for the first time, within a period from now: steps lead to the
   * beginning of the longest time without any.
   */
  void due(List<Instant> first) {
    List<Instant> all = new ArrayList<>(first.stream().sorted().toList());
    all.add(all.get(0).plus(period));
    next = new Moment(all.get(0), Duration.ZERO, 0);
    for (int i = 1; i < all.size(); i++) {
      Duration gap = Duration.between(all.get(i - 1), all.get(i));
      if (gap.compareTo(next.most()) > 0) {
        next = new Moment(all.get(i - 1), gap, 0);
      }
    }
  }

  /** All that is due in a period has become due. */
  void step() {
    Instant to = next.from().plus(period);
    next = new Moment(to, next.most(), System.nanoTime());
    moment = next;
  }

  @Override
  public Instant instant() {
    Moment now = moment;
    Duration gone = Duration.ofNanos((System.nanoTime() - now.nanos()) / SLOWER);
    Duration most = now.most().dividedBy(2);
    return now.from().plus(gone.compareTo(most) < 0 ? gone : most);
  }
}

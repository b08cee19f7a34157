package dev.canary.alert;

import dev.canary.watch.Policy;
import java.time.Duration;
import java.util.Optional;

/**
 * By what a watch's alerts live.
 *
 * @param watch its name
 * @param policy when facts open an alert and when it is over
 * @param remindEvery how long after the last word an open alert is told again, unless somebody has
 *     taken it over
 * @param staleAfter how long after the last run was due a watch counts as silent
 * @param over a silence that is over, and under which the open alert was told: so nobody was, and
 *     it is told again at once
 */
public record AlertRules(
    String watch,
    Policy policy,
    Duration remindEvery,
    Duration staleAfter,
    Optional<Silence> over) {
  private static final int MISSED = 3;
  private static final Duration SLACK = Duration.ofSeconds(30);

  /**
   * The rules of a watch that is due so often.
   *
   * @param longest between two runs
   */
  public static AlertRules of(String watch, Policy policy, Duration longest) {
    Duration missed = longest.multipliedBy(MISSED).plus(SLACK);
    return new AlertRules(
        watch, policy, policy.remindEvery(), policy.staleAfter().orElse(missed), Optional.empty());
  }

  /** The same, where no run is due for so long: until a while after that nobody is silent. */
  public AlertRules dueAfter(Duration next) {
    Duration soonest = next.plus(SLACK);
    return staleAfter.compareTo(soonest) < 0
        ? new AlertRules(watch, policy, remindEvery, soonest, over)
        : this;
  }

  /** The same with another interval between reminders. */
  AlertRules remindingEvery(Duration interval) {
    return new AlertRules(watch, policy, interval, staleAfter, over);
  }

  /** The same after a silence that kept the open alert from being told. */
  AlertRules after(Silence silence) {
    return new AlertRules(watch, policy, remindEvery, staleAfter, Optional.of(silence));
  }
}

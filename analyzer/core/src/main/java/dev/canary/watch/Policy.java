package dev.canary.watch;

import java.time.Duration;
import java.util.Optional;

/**
 * When facts open an alert and when it is over.
 *
 * @param failures how many of the last {@code of} runs must have failed
 * @param of how many runs are looked at
 * @param recoverRuns how many healthy runs end the alert
 * @param recoverFor how long they must have lasted at least
 * @param remindEvery how long after the last word an open alert is told again, unless somebody has
 *     taken it over
 * @param staleAfter how long after the last run a watch counts as silent; empty for as long as
 *     three runs take to fall due
 */
public record Policy(
    int failures,
    int of,
    int recoverRuns,
    Duration recoverFor,
    Duration remindEvery,
    Optional<Duration> staleAfter) {
  /** As Alertmanager's {@code repeat_interval}. */
  public static final Duration REMIND = Duration.ofHours(4);

  /** Three failures of three; over after three healthy runs and five minutes. */
  public static final Policy DEFAULT = new Policy(3, 3, 3, Duration.ofMinutes(5));

  /**
   * @throws IllegalArgumentException unless 1 &lt;= failures &lt;= of and recoverRuns &gt;= 1
   */
  public Policy {
    if (failures < 1 || failures > of || recoverRuns < 1) {
      throw new IllegalArgumentException(
          "a policy needs 1 <= failures <= of and recoverRuns >= 1, found %d of %d, %d"
              .formatted(failures, of, recoverRuns));
    }
  }

  /** Reminded of every {@link #REMIND}, and silent when three runs have stayed away. */
  public Policy(int failures, int of, int recoverRuns, Duration recoverFor) {
    this(failures, of, recoverRuns, recoverFor, REMIND, Optional.empty());
  }
}

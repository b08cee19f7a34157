package dev.canary.grpc;

import java.time.Duration;
import java.util.Optional;

/**
 * How long to wait before a request that the server refused because there were too many is sent
 * again: as long as the server asks, without its word doubling from {@value #FIRST_MILLIS} ms a few
 * times; never beyond a limit.
 *
 * @param limit of all waits of one request together
 */
record BackOff(Duration limit) {
  static final int FIRST_MILLIS = 100;

  private static final int MOST_GUESSES = 4;

  /**
   * The wait after a refusal.
   *
   * @param asked what the server asks for
   * @param refusals how many there were, this one included
   * @param spent what was waited before
   * @return empty if the request is not to be sent again
   */
  Optional<Duration> after(Optional<Duration> asked, int refusals, Duration spent) {
    if (asked.isEmpty() && refusals > MOST_GUESSES) {
      return Optional.empty();
    }
    Duration own = Duration.ofMillis((long) FIRST_MILLIS << Math.min(refusals - 1, MOST_GUESSES));
    Duration wait = asked.filter(pushback -> pushback.compareTo(own) > 0).orElse(own);
    return Optional.of(wait).filter(w -> w.compareTo(limit.minus(spent)) <= 0);
  }
}

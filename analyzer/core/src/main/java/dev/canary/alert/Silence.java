package dev.canary.alert;

import java.time.Instant;

/**
 * A time in which the alerts of a watch are recorded and page nobody: a planned change, a fault
 * that is known.
 *
 * @param id computed from the watch and the instant from which it holds
 * @param watch its name; that of a watch with several replicas means all of them
 * @param from when it begins
 * @param until when it ends by itself: no silence is for ever
 * @param by who wants it
 * @param reason why
 */
public record Silence(
    String id, String watch, Instant from, Instant until, String by, String reason) {
  /**
   * @throws IllegalArgumentException if it ends before it begins, or nobody says who or why
   */
  public Silence {
    if (until.isBefore(from)) {
      throw new IllegalArgumentException(
          "a silence from %s ends before that, at %s".formatted(from, until));
    }
    if (by.isBlank() || reason.isBlank()) {
      throw new IllegalArgumentException("a silence needs somebody who wants it and a reason");
    }
  }

  /** A new one. */
  public static Silence of(String watch, Instant from, Instant until, String by, String reason) {
    return new Silence(watch + "~" + from, watch, from, until, by, reason);
  }

  /** True while it holds for a watch, or for one of the replicas of its own. */
  public boolean covers(String name, Instant at) {
    boolean same = name.equals(watch) || name.startsWith(watch + "/");
    return same && !at.isBefore(from) && at.isBefore(until);
  }
}

package dev.canary.alert;

import java.time.Instant;
import java.util.Optional;

/**
 * What is remembered of a watch from run to run: all that {@link AlertMachine} reads.
 *
 * @param recent what the last runs told
 * @param stretch the time since something is wrong, if something is
 * @param alert the one that is open, if one is
 */
public record AlertState(Recent recent, Optional<Stretch> stretch, Optional<Alert> alert) {
  /** The format of this record where it is stored. */
  public static final int FORMAT = 1;

  /** A watch of which nothing is known. */
  public static final AlertState NONE =
      new AlertState(Recent.NOTHING, Optional.empty(), Optional.empty());

  /** How far an alert is. */
  public enum Phase {
    /** Nothing is wrong. */
    QUIET,
    /** Something is, and not yet often enough. */
    PENDING,
    /** An alert was opened and is not resolved yet. */
    OPEN
  }

  /**
   * A stretch of runs that ends with enough fine ones.
   *
   * @param since when its first run was due
   * @param runs how many it has
   */
  public record Stretch(Instant since, int runs) {
    Stretch longer() {
      return new Stretch(since, runs + 1);
    }
  }

  /** How far an alert is. */
  public Phase phase() {
    if (alert.isPresent()) {
      return Phase.OPEN;
    }
    boolean pending = recent.newest() != Recent.FINE || failures() > 0;
    return stretch.isPresent() && pending ? Phase.PENDING : Phase.QUIET;
  }

  /** What stands against a watch: the alert that is open, else that its runs stay away. */
  public Optional<Alert> standing(String watch) {
    return alert.or(
        () ->
            recent.stale()
                ? recent.lastAt().map(last -> Absences.open(watch, last))
                : Optional.empty());
  }

  /** How many of the last runs, as far back as the policy looks, failed or could not be judged. */
  public int failures() {
    return recent.count(Recent.BAD);
  }
}

package dev.canary.plan;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * One change to a watch, with what it gains: the same function at the other setting.
 *
 * @param kind of change
 * @param change in words
 * @param measure what is compared
 * @param now its value; empty where it cannot be reached today
 * @param then its value after the change
 * @param how to make the change
 */
public record Improvement(
    Kind kind, String change, Measure measure, OptionalDouble now, double then, String how) {

  /** What is changed. */
  public enum Kind {
    MORE_CAPTURES,
    SPREAD_CAPTURES,
    SHORTER_SCHEDULE,
    UNSATURATED_CASES;

    /** The name used in files, for example {@code more-captures}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** What gets better. */
  public enum Measure {
    /** Runs to an alert by evidence, in the worst case. */
    RUNS_TO_ALERT,
    /** Seconds to an alert by evidence, in the worst case. */
    SECONDS_TO_ALERT,
    /** The smallest lasting movement of one case that is ever seen, as a share of U. */
    SMALLEST_SHARE,
    /** Cases that show small changes. */
    TELLING_CASES;

    /** The name used in files, for example {@code runs-to-alert}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}

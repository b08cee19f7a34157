package dev.canary.plan;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How long a watch takes to notice one kind of change.
 *
 * <p>Times begin with the change and end with the run that notices it, by the instants at which the
 * daemon runs the watch; what leaves something pending is looked at again sooner. Replays take what
 * they took when captured. The worst case is a change just after a run, from the state that notices
 * latest; the expected one a change at any time, from the state that healthy runs lead to.
 *
 * @param kind of change and of what notices it
 * @param pages true when it opens an alert by itself
 * @param worst empty when it is not noticed within reason
 * @param expected empty when it is not noticed within reason
 */
public record Detection(Kind kind, boolean pages, Optional<Delay> worst, Optional<Delay> expected) {

  /** What is noticed, and by what. */
  public enum Kind {
    /** Schema, contract, weight digest, or a bit-stable case beyond its class: one run. */
    LASTING_FACT,
    /** Unreachable, empty or slow in every run: as many runs as the policy says. */
    TRANSIENT_FACT,
    /** Beyond the margin of the suite scores: one run. */
    MARGIN_FINDING,
    /** Beyond the margin in every run: evidence. */
    EVIDENCE,
    /** Beyond the margin in half of the runs, by chance: evidence. */
    EVIDENCE_HALF;

    /** The name used in files, for example {@code lasting-fact}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * A delay.
   *
   * @param runs from the first that met the change to the one that notices it; a mean may be broken
   * @param time from the change to the end of that run and of the replay that confirms it
   */
  public record Delay(double runs, Duration time) {}
}

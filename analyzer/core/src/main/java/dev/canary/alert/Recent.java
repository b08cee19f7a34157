package dev.canary.alert;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the last runs of a watch told.
 *
 * @param told one letter a run, the newest last, as far back as the policy looks; see {@link
 *     #letter}
 * @param fine how many of them in a row were fine, to the newest
 * @param fineSince when the first of these was due
 * @param lastAt when the newest was due; before the first, since when it is waited for
 * @param stale true while runs stay away
 */
public record Recent(
    String told, int fine, Optional<Instant> fineSince, Optional<Instant> lastAt, boolean stale) {
  /** No run yet. */
  static final Recent NOTHING = new Recent("", 0, Optional.empty(), Optional.empty(), false);

  static final char FINE = '.';
  static final char TRANSIENT = 't';
  static final char LASTING = 'l';
  static final char UNJUDGED = 'u';

  /** What counts towards an alert. */
  static final String BAD = "" + TRANSIENT + LASTING + UNJUDGED;

  /** Drifted, or evidence on its way: not fine, and no complaint. */
  static final char RESTLESS = 'r';

  /**
   * The same after one more run.
   *
   * @param window how many runs are remembered
   * @param counts whether it counts as fine if it is
   */
  Recent with(Signal.Ran run, int window, Predicate<Signal.Ran> counts) {
    char letter = letter(run);
    String all = told + letter;
    String kept = all.substring(Math.max(0, all.length() - window));
    Optional<Instant> now = Optional.of(run.at());
    if (letter != FINE) {
      return new Recent(kept, 0, Optional.empty(), now, false);
    }
    return counts.test(run)
        ? new Recent(kept, fine + 1, fine == 0 ? now : fineSince, now, false)
        : new Recent(kept, fine, fineSince, now, false);
  }

  /** Somebody waits for the first run, and has seen none by now. */
  Recent awaited(Instant now) {
    return new Recent(told, fine, fineSince, Optional.of(now), stale);
  }

  /** When the newest run was due; empty before the first. */
  public Optional<Instant> lastRunAt() {
    return told.isEmpty() ? Optional.empty() : lastAt;
  }

  /** An alert is over: what it was told for counts towards no other. */
  Recent settled() {
    return new Recent(told.substring(told.length() - 1), fine, fineSince, lastAt, stale);
  }

  Recent asStale() {
    return new Recent(told, fine, fineSince, lastAt, true);
  }

  /** What a run told: the worst of its complaints. */
  private static char letter(Signal.Ran run) {
    char worst = run.evidence().rising() ? RESTLESS : FINE;
    for (Complaint complaint : run.complaints()) {
      switch (complaint.kind()) {
        case LASTING, EVIDENCE -> {
          return LASTING;
        }
        case TRANSIENT -> worst = TRANSIENT;
        case UNJUDGED -> worst = worst == TRANSIENT ? TRANSIENT : UNJUDGED;
      }
    }
    return worst == FINE
        ? switch (run.level()) {
          case HEALTHY -> FINE;
          case BROKEN, DRIFTED, INCONCLUSIVE -> RESTLESS;
        }
        : worst;
  }

  /** The letter of the newest run. */
  char newest() {
    return told.isEmpty() ? FINE : told.charAt(told.length() - 1);
  }

  /** How many of the last runs told one of these. */
  int count(String letters) {
    return (int) told.chars().filter(letter -> letters.indexOf(letter) >= 0).count();
  }
}

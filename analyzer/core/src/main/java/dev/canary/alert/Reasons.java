package dev.canary.alert;

import dev.canary.check.Cause;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** What transitions say for themselves: one sentence each, for people who have just been woken. */
final class Reasons {
  private Reasons() {}

  /**
   * Why an alert that was told before is told again: what is still wrong, or how far it is over.
   *
   * @param complaints of the run that is the occasion; empty if it is time alone
   */
  static String reminded(AlertRules rules, Recent recent, Alert alert, List<Complaint> complaints) {
    return rules.over().map(Reasons::over).orElse("") + standing(recent, alert, complaints);
  }

  private static String over(Silence silence) {
    return "the silence of %s (%s) ended at %s; "
        .formatted(silence.by(), silence.reason(), silence.until());
  }

  private static String standing(Recent recent, Alert alert, List<Complaint> complaints) {
    if (!complaints.isEmpty()) {
      return "still wrong: " + complaints.get(0).reason();
    }
    if (recent.fine() > 0) {
      return "not over yet: " + fine(recent, alert);
    }
    String last = recent.lastAt().map(Instant::toString).orElse("an unknown time");
    if (recent.stale()) {
      return "still open, and " + silent(last);
    }
    String causes = alert.causes().stream().map(Cause::name).collect(Collectors.joining(", "));
    return "still wrong at the last run, %s%s"
        .formatted(last, causes.isEmpty() ? "" : ": " + causes);
  }

  /** How long nothing was wrong, as in {@code 3 runs in a row were fine, since ..}. */
  static String fine(Recent recent, Alert alert) {
    String since = recent.fineSince().map(Instant::toString).orElse("now");
    String fine =
        "%d %s fine, since %s"
            .formatted(recent.fine(), recent.fine() == 1 ? "run was" : "runs in a row were", since);
    Ascent ascent = alert.ascent();
    return ascent.runs() == 0
        ? fine
        : "%s; evidence, which took %d to show this, rose no further in %d"
            .formatted(fine, ascent.runs(), ascent.calm());
  }

  /** That runs stay away, and what that means. */
  static String silent(Object last) {
    return "no run since %s: nobody knows how the model answers".formatted(last);
  }
}

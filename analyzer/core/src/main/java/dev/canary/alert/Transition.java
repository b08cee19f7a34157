package dev.canary.alert;

import dev.canary.check.Cause;
import dev.canary.check.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One step in the life of an alert: what is published, and what actions follow.
 *
 * @param kind what happened
 * @param alert the alert's id
 * @param at when it is so
 * @param severity of the alert now
 * @param causes of the alert so far
 * @param since when the first run was due that told of it; of what only evidence told, about when
 *     it began
 * @param run the run that brought it about; empty if it was time alone
 * @param reason one sentence for people
 * @param complaints of that run
 */
public record Transition(
    Kind kind,
    String alert,
    Instant at,
    Severity severity,
    List<Cause> causes,
    Instant since,
    Optional<String> run,
    String reason,
    List<Complaint> complaints) {

  /** What happens to alerts. */
  public enum Kind {
    OPENED,
    ESCALATED,
    REMINDED,
    RESOLVED,
    /** Runs stay away: nothing is known any more. */
    STALE;

    /** The name used in ids, for example {@code opened}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** True if something is wrong that was not before, or more than before. */
    public boolean isWorse() {
      return switch (this) {
        case OPENED, ESCALATED -> true;
        case REMINDED, RESOLVED, STALE -> false;
      };
    }
  }

  public Transition {
    causes = List.copyOf(causes);
    complaints = List.copyOf(complaints);
  }

  /**
   * An id computed from what happened: the same transition has the same one wherever it is made.
   */
  public String id() {
    return "%s/%s/%s".formatted(alert, kind.label(), at);
  }

  /** From the first bad run to this. */
  public Duration delay() {
    return Duration.between(since, at);
  }
}

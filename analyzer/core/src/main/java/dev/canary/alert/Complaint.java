package dev.canary.alert;

import dev.canary.check.Cause;
import dev.canary.check.Finding;
import java.util.List;
import java.util.Optional;

/**
 * Something wrong that a run tells, and how it becomes an alert.
 *
 * @param kind by what rule
 * @param check that tells it; {@value #EVIDENCE} for evidence over runs
 * @param cause the likely one
 * @param reason one sentence for people
 * @param cases the worst, by id
 */
public record Complaint(
    Kind kind, String check, Optional<Cause> cause, String reason, List<String> cases) {
  /** The check of what many runs show together. */
  public static final String EVIDENCE = "evidence";

  private static final int WORST = 3;

  /** By what rule a complaint becomes an alert. */
  public enum Kind {
    /** May pass by itself: N of the last M runs must tell it. */
    TRANSIENT,
    /** Does not pass by itself: one run is enough. */
    LASTING,
    /** Within the budget of false alerts: one crossing is enough. */
    EVIDENCE,
    /** Nothing can be said of the model: a warning if N of the last M runs tell it. */
    UNJUDGED
  }

  public Complaint {
    cases = List.copyOf(cases);
  }

  /** What a finding complains of. */
  static Complaint of(Kind kind, Finding finding) {
    List<String> worst = finding.cases().stream().limit(WORST).map(c -> c.id()).toList();
    return new Complaint(kind, finding.check(), finding.cause(), finding.reason(), worst);
  }
}

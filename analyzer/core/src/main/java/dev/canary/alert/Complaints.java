package dev.canary.alert;

import dev.canary.alert.Complaint.Kind;
import dev.canary.check.Cause;
import dev.canary.check.Decides;
import dev.canary.check.Finding;
import dev.canary.check.Outcome;
import dev.canary.verdict.Confirmation;
import dev.canary.verdict.Verdict;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the findings of one run complain of, without what another complaint explains.
 *
 * <p>A margin finding alone is no complaint: it pages only as evidence over runs, within the budget
 * of false alerts.
 */
public final class Complaints {
  private static final Set<Cause> SILENT =
      EnumSet.of(Cause.UNREACHABLE, Cause.NOT_READY, Cause.LOAD_FAILED);

  /** What is told whatever else is wrong. */
  private static final Set<Cause> NEVER_MUTED =
      EnumSet.of(
          Cause.UNREACHABLE,
          Cause.NOT_READY,
          Cause.LOAD_FAILED,
          Cause.SCHEMA,
          Cause.CONTRACT,
          Cause.NON_FINITE);

  private Complaints() {}

  /**
   * The complaints of a run.
   *
   * @param again the findings of the replay that was to confirm it, if there was one; a lasting
   *     fact that it refutes is a blip: recorded with the run, and no complaint
   * @param crossed what the evidence over runs says with this one, if it reached its threshold
   */
  public static List<Complaint> of(
      List<Finding> findings, Optional<List<Finding>> again, Optional<String> crossed) {
    List<Complaint> all = new ArrayList<>();
    boolean unjudged = Verdict.of(findings).level() == Verdict.Level.INCONCLUSIVE;
    boolean refuted = again.filter(a -> a.stream().noneMatch(Finding::condemns)).isPresent();
    for (Finding finding : findings) {
      kind(finding, refuted, unjudged).ifPresent(kind -> all.add(Complaint.of(kind, finding)));
    }
    crossed.ifPresent(reason -> all.add(overRuns(findings, reason)));
    return unmuted(all);
  }

  private static Optional<Kind> kind(Finding finding, boolean refuted, boolean unjudged) {
    if (finding.outcome() == Outcome.DEVIATED && finding.decides() == Decides.FACT) {
      if (!Confirmation.isLasting(finding)) {
        return Optional.of(Kind.TRANSIENT);
      }
      return refuted ? Optional.empty() : Optional.of(Kind.LASTING);
    }
    boolean open =
        finding.outcome() == Outcome.INCONCLUSIVE && finding.decides() != Decides.NOTHING;
    return open && unjudged ? Optional.of(Kind.UNJUDGED) : Optional.empty();
  }

  private static Complaint overRuns(List<Finding> findings, String reason) {
    Optional<Finding> margin =
        findings.stream()
            .filter(f -> f.outcome() == Outcome.DEVIATED && f.decides() == Decides.MARGIN)
            .findFirst();
    Complaint shown =
        margin
            .map(finding -> Complaint.of(Kind.EVIDENCE, finding))
            .orElse(new Complaint(Kind.EVIDENCE, "", Optional.empty(), "", List.of()));
    return new Complaint(Kind.EVIDENCE, Complaint.EVIDENCE, shown.cause(), reason, shown.cases());
  }

  /**
   * Who does not answer is not slow and predicts nothing; distances of answers of another form mean
   * nothing; without a baseline of the version that answers, nothing is said of its predictions.
   */
  private static List<Complaint> unmuted(List<Complaint> all) {
    boolean silent = tells(all, SILENT);
    boolean predictions =
        silent
            || tells(all, EnumSet.of(Cause.SCHEMA))
            || tells(all, EnumSet.of(Cause.VERSION_CHANGE));
    return all.stream()
        .filter(
            c ->
                is(c, NEVER_MUTED)
                    || !((silent && is(c, EnumSet.of(Cause.LATENCY)))
                        || (predictions && isOfPredictions(c))))
        .toList();
  }

  private static boolean isOfPredictions(Complaint complaint) {
    return complaint.kind() == Kind.EVIDENCE
        || (complaint.kind() == Kind.LASTING && complaint.check().startsWith("deviation"));
  }

  private static boolean tells(List<Complaint> all, Set<Cause> causes) {
    return all.stream().anyMatch(c -> is(c, causes));
  }

  private static boolean is(Complaint complaint, Set<Cause> causes) {
    return complaint.cause().filter(causes::contains).isPresent();
  }

  /** True for a complaint that is told even while others are. */
  static boolean isNeverMuted(Complaint complaint) {
    return is(complaint, NEVER_MUTED);
  }
}

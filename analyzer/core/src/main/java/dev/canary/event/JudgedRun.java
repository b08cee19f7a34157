package dev.canary.event;

import dev.canary.baseline.Reference;
import dev.canary.check.Finding;
import dev.canary.evidence.RunEvidence;
import dev.canary.replay.Run;
import dev.canary.verdict.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A run with what was made of it: what is recorded, printed and published.
 *
 * @param id watch, scheduled instant and tier; unique in a store
 * @param scope the watch it belongs to, and what of it was sent where
 * @param run the replay
 * @param baseline what it was compared with
 * @param findings of every check, in order
 * @param verdict what they fold into
 * @param evidence what the run did to the evidence of its watch; empty where nothing is counted
 */
public record JudgedRun(
    String id,
    Scope scope,
    Run run,
    Optional<ComparedWith> baseline,
    List<Finding> findings,
    Verdict verdict,
    Optional<RunEvidence> evidence) {
  public JudgedRun {
    findings = List.copyOf(findings);
  }

  /** The watch it belongs to. */
  public String watch() {
    return scope.watch();
  }

  /** The same run with what it did to the evidence. */
  public JudgedRun with(Optional<RunEvidence> counted) {
    return new JudgedRun(id, scope, run, baseline, findings, verdict, counted);
  }

  /**
   * The baseline of a comparison, by name.
   *
   * @param version of the model it was captured from
   * @param digest of the whole of it
   * @param capturedAt when the last of its captures was taken
   */
  public record ComparedWith(String version, String digest, Instant capturedAt) {
    /** The baseline of a reference, if it has one. */
    public static Optional<ComparedWith> of(Reference reference) {
      return reference
          .anyBaseline()
          .map(
              baseline ->
                  new ComparedWith(
                      baseline.version(), baseline.digest(), baseline.provenance().capturedAt()));
    }
  }
}

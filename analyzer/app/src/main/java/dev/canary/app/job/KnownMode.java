package dev.canary.app.job;

import dev.canary.baseline.Approval;
import dev.canary.baseline.Baseline;
import dev.canary.baseline.Capture;
import dev.canary.baseline.CaptureException;
import dev.canary.baseline.Captures;
import dev.canary.baseline.Provenance;
import dev.canary.baseline.Status;
import dev.canary.baseline.SuiteScores;
import dev.canary.check.DeviationCheck;
import dev.canary.check.Finding;
import dev.canary.event.JudgedRun;
import dev.canary.format.Baselines;
import dev.canary.format.FormatException;
import dev.canary.replay.Run;
import dev.canary.verdict.Verdict;
import dev.canary.watch.Tier;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Accepts how a stored run answered as one more way in which the trusted model answers: another
 * kernel on one of two replicas, for example.
 *
 * <p>The run becomes one more held-out capture of its baseline. Centre and noise floor stay as they
 * were, so the scores of older captures stay comparable, and a larger held-out score only raises
 * limits: false alerts become rarer, never more frequent. The price is power. A case that moved in
 * the run is no longer judged by its precision class alone, and what is judged by the margin counts
 * only beyond three times the largest held-out score, the new one's included. A mode that comes
 * more often than its share of the captures is still counted by the evidence over spread captures,
 * until more of its runs are accepted.
 *
 * @param explainer judges stored runs again
 * @param baselines what they were compared with
 * @param watches finds a watch by its name
 */
public record KnownMode(
    Explainer explainer, Baselines baselines, Function<String, List<Watched>> watches) {

  private static final Set<String> MOVEMENT = Set.of("deviation", "labels");

  /**
   * The baseline before and after.
   *
   * @param run that was accepted
   * @param before as it judged so far
   * @param after as it judges from now on
   */
  public record Accepted(JudgedRun run, Baseline before, Baseline after) {
    /** The largest held-out score of a baseline, in noise floors; 1 where none is larger. */
    public static double largest(Baseline baseline) {
      return baseline.heldOut().stream().mapToDouble(SuiteScores::max).reduce(1, Math::max);
    }
  }

  /**
   * Accepts a run.
   *
   * @param run its id, or a part of it
   * @throws CannotRunException if the run says something that no mode of a trusted model can:
   *     another version, other weights, a wrong form, a broken contract, no answer; or if it cannot
   *     be judged again by the baseline that judges now
   * @throws CaptureException if a case failed, or answered in another shape
   */
  public Accepted accept(String run, Approval approval)
      throws CannotRunException, FormatException, CaptureException, IOException {
    Explainer.Explained explained = explainer.explain(run);
    JudgedRun judged =
        explained.judged().orElseThrow(() -> new CannotRunException(run + ": " + explained.note()));
    check(judged);
    Baseline before = judging(judged);
    int captures = before.provenance().captures() + 1;
    if (captures < DeviationCheck.ENOUGH_CAPTURES) {
      throw new CannotRunException(
          "with it %s has %d captures; a mode can be told from other movement beside %d: canary capture %s --append"
              .formatted(before.suite(), captures, DeviationCheck.ENOUGH_CAPTURES, before.suite()));
    }
    Watched watch =
        watches.apply(judged.watch()).stream()
            .findFirst()
            .orElseThrow(
                () -> new CannotRunException("the watch " + judged.watch() + " is not there"));
    Capture capture = new Capture(before.provenance().loads(), judged.run());
    Baseline after =
        Captures.append(before, watch.suite(), List.of(capture), provenance(before, judged.run()))
            .approved(approval);
    baselines.write(after);
    return new Accepted(judged, before, after);
  }

  private static void check(JudgedRun judged) throws CannotRunException {
    Optional<String> refusal = refusal(judged);
    if (refusal.isPresent()) {
      throw new CannotRunException(judged.id() + " " + refusal.get());
    }
  }

  /** What a run says that no mode of a trusted model can; empty if it may be accepted. */
  public static Optional<String> refusal(JudgedRun judged) {
    if (judged.scope().tier() != Tier.GOLDEN) {
      return Optional.of("is of the smoke tier, which is no whole capture");
    }
    if (judged.verdict().level() == Verdict.Level.HEALTHY) {
      return Optional.of("is healthy: there is nothing to accept");
    }
    return judged.findings().stream()
        .filter(Finding::isNews)
        .filter(finding -> MOVEMENT.stream().noneMatch(finding.check()::startsWith))
        .findFirst()
        .map(f -> "is no other way of answering: %s: %s".formatted(f.check(), f.reason()));
  }

  /** The baseline by which the run was judged, if it still judges. */
  private Baseline judging(JudgedRun judged) throws CannotRunException, FormatException {
    Run run = judged.run();
    return baselines
        .read(run.suite(), run.model().versionOrDefault())
        .filter(baseline -> baseline.status() == Status.APPROVED)
        .orElseThrow(
            () ->
                new CannotRunException(
                    "no approved baseline of version %s judges %s"
                        .formatted(run.model().versionOrDefault(), run.suite())));
  }

  private static Provenance provenance(Baseline before, Run run) {
    Provenance old = before.provenance();
    return new Provenance(
        run.startedAt(),
        old.firstAt(),
        old.capturedBy(),
        old.toolVersion(),
        old.java(),
        old.seed(),
        old.captures() + 1,
        old.loads() + 1,
        old.replicas());
  }
}

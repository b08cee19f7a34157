package dev.canary.app.job;

import dev.canary.baseline.Reference;
import dev.canary.check.Checks;
import dev.canary.check.Comparison;
import dev.canary.check.Finding;
import dev.canary.event.JudgedRun;
import dev.canary.event.JudgedRun.ComparedWith;
import dev.canary.event.Scope;
import dev.canary.evidence.EvidenceInput;
import dev.canary.evidence.RunEvidence;
import dev.canary.format.Baselines;
import dev.canary.format.FormatException;
import dev.canary.format.RunBlob;
import dev.canary.format.RunJson;
import dev.canary.format.ScopeJson;
import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.store.RunHistory;
import dev.canary.store.RunLookup;
import dev.canary.store.StoredRun;
import dev.canary.suite.Case;
import dev.canary.suite.Suite;
import dev.canary.verdict.Confirmation;
import dev.canary.verdict.Verdict;
import dev.canary.verdict.Verdict.Level;
import dev.canary.watch.Tier;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Judges a stored run again, from its stored answers.
 *
 * @param history the stored runs
 * @param baselines what they were compared with
 * @param watches finds the replicas of a watch by its name, or one by its own
 */
public record Explainer(
    RunHistory history, Baselines baselines, Function<String, List<Watched>> watches) {

  private static final String CHANGED =
      "its baseline or its cases have changed since, so it cannot be judged again";

  /**
   * A run explained.
   *
   * @param judged the run judged again; empty when its answers or its baseline are gone
   * @param comparison what it was judged by; empty where it could not be
   * @param summary what was stored of the verdict
   * @param note how the explanation was made
   */
  public record Explained(
      Optional<JudgedRun> judged, Optional<Comparison> comparison, String summary, String note) {}

  /**
   * Explains a run by its id, the beginning of its id, its watch, or, given nothing, the last run.
   *
   * @throws CannotRunException if there is no such run
   */
  public Explained explain(String name) throws CannotRunException, FormatException {
    StoredRun stored = find(name);
    Optional<byte[]> blob = history.observations(stored.id());
    Optional<Watched> watch = watches.apply(stored.watch()).stream().findFirst();
    if (blob.isEmpty()) {
      return unjudged(
          stored,
          "its outputs were pruned: only the summary is kept of old healthy runs and of others after 90 days");
    }
    if (watch.isEmpty()) {
      return unjudged(stored, "its suite " + stored.suite() + " is no longer in this workspace");
    }
    return judgedAgain(stored, watch.get(), RunBlob.read(blob.get()));
  }

  private Explained judgedAgain(StoredRun stored, Watched watch, Run run) throws FormatException {
    Scope scope = ScopeJson.read(stored.watch(), stored.summary());
    Set<String> cases =
        run.observations().stream().map(Observation::caseId).collect(Collectors.toSet());
    List<Case> sent = watch.suite().cases().stream().filter(c -> cases.contains(c.id())).toList();
    if (sent.size() != cases.size()) {
      return unjudged(stored, CHANGED);
    }
    // Not by today's tag, which may stand at other cases than it did then.
    Suite suite = watch.suite().withOnly(sent);
    Reference reference = baselines.reference(suite, run.model()).only(cases);
    if (!stored.baselineDigest().equals(digest(reference))) {
      return unjudged(stored, CHANGED);
    }
    Comparison comparison = Comparison.of(suite, reference, run);
    List<Finding> findings = findings(checks(scope.tier()), comparison, stored);
    Optional<RunEvidence> evidence =
        history
            .evidenceInput(stored.id())
            .flatMap(input -> WatchEvidence.again(watch, comparison, EvidenceInput.of(input)));
    JudgedRun judged =
        new JudgedRun(
            stored.id(),
            scope,
            run,
            ComparedWith.of(reference),
            findings,
            Verdict.of(findings),
            evidence);
    return new Explained(
        Optional.of(judged), Optional.of(comparison), stored.summary(), note(stored, judged));
  }

  private static String note(StoredRun stored, JudgedRun judged) {
    Level then = stored.verdict();
    Level now = judged.verdict().level();
    String verdict =
        now == then
            ? "the same verdict"
            : now + "; then it was " + then + ", with other checks or files";
    String evidence = "";
    if (judged.evidence().isPresent()) {
      boolean same = stored.summary().endsWith("\"evidence\":" + RunJson.evidence(judged) + "}");
      evidence =
          same
              ? ", and the same evidence bit for bit"
              : "; its evidence was another, with another baseline or version of this program";
    }
    return "Judged again from the stored answers: " + verdict + evidence + ".";
  }

  private static Checks checks(Tier tier) {
    return switch (tier) {
      case GOLDEN -> Checks.standard();
      case SMOKE -> Checks.standard().smoke();
    };
  }

  private List<Finding> findings(Checks checks, Comparison comparison, StoredRun stored)
      throws FormatException {
    List<Finding> findings = checks.evaluate(comparison);
    Optional<byte[]> confirming = history.observations(StoreRecorder.confirmingId(stored.id()));
    if (confirming.isEmpty()) {
      return findings;
    }
    Run second = RunBlob.read(confirming.get());
    return Confirmation.combine(
        findings, checks.evaluate(comparison.suite(), comparison.reference(), second));
  }

  private static Explained unjudged(StoredRun stored, String why) {
    return new Explained(
        Optional.empty(),
        Optional.empty(),
        stored.summary(),
        "From the stored summary: " + why + ".");
  }

  private StoredRun find(String name) throws CannotRunException {
    if (name.isEmpty()) {
      return history.recent(2).stream()
          .filter(run -> run.confirmsRun().isEmpty())
          .findFirst()
          .orElseThrow(() -> new CannotRunException("no run is stored yet; run: canary run"));
    }
    Optional<StoredRun> latest = latestOf(name);
    if (latest.isPresent()) {
      return latest.get();
    }
    RunLookup lookup = history.find(name);
    if (lookup instanceof RunLookup.Found found) {
      return found.run();
    }
    throw new CannotRunException(
        lookup instanceof RunLookup.Ambiguous ambiguous
            ? "several runs are meant by " + name + ": " + String.join(", ", ambiguous.ids())
            : "no stored run is meant by "
                + name
                + "; a run is named by its id, a part of it, or its suite");
  }

  /** The last run of a watch, or, where it has several replicas, of any of them. */
  private Optional<StoredRun> latestOf(String name) {
    Stream<String> replicas = watches.apply(name).stream().map(Watched::name);
    return Stream.concat(Stream.of(name), replicas)
        .flatMap(watch -> history.latestOf(watch).stream())
        .max(Comparator.comparing(StoredRun::startedAt));
  }

  private static Optional<String> digest(Reference reference) {
    return ComparedWith.of(reference).map(ComparedWith::digest);
  }
}

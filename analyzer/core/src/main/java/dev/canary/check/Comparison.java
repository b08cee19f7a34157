package dev.canary.check;

import dev.canary.baseline.Baseline;
import dev.canary.baseline.Best;
import dev.canary.baseline.Pairing;
import dev.canary.baseline.Reference;
import dev.canary.baseline.SuiteScores;
import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.suite.Case;
import dev.canary.suite.Suite;
import dev.canary.target.Output;
import dev.canary.target.Platform;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Everything a check may look at: what was asked, what was answered, what the baseline says. */
public final class Comparison {
  private final Suite suite;
  private final Reference reference;
  private final Run run;
  private final List<Optional<Output>> aligned;
  private final Optional<Pairing> pairing;
  private @Nullable Diagnosis diagnosis;

  private Comparison(
      Suite suite,
      Reference reference,
      Run run,
      List<Optional<Output>> aligned,
      Optional<Pairing> pairing) {
    this.suite = suite;
    this.reference = reference;
    this.run = run;
    this.aligned = aligned;
    this.pairing = pairing;
  }

  /**
   * Sets a run beside its reference.
   *
   * @throws IllegalArgumentException unless run and baseline are about the cases of the suite
   */
  public static Comparison of(Suite suite, Reference reference, Run run) {
    List<String> ids = suite.cases().stream().map(Case::id).toList();
    requireCases("run", ids, run.observations().stream().map(Observation::caseId).toList());
    reference.anyBaseline().ifPresent(b -> requireCases("baseline", ids, b.caseIds()));
    List<Optional<Output>> aligned =
        reference
            .anyBaseline()
            .map(b -> Pairing.aligned(b.outputs(), answers(run)))
            .orElseGet(() -> answers(run));
    Optional<Pairing> pairing =
        reference.anyBaseline().map(b -> Pairing.of(suite, b.outputs(), aligned));
    return new Comparison(suite, reference, run, aligned, pairing);
  }

  /** What was replayed. */
  public Suite suite() {
    return suite;
  }

  /** What the run is compared with, and whether that may judge. */
  public Reference reference() {
    return reference;
  }

  /** What was answered. */
  public Run run() {
    return run;
  }

  /** Every answer beside the baseline's; empty without a baseline. */
  public Optional<Pairing> pairing() {
    return pairing;
  }

  /** What kind of fault moved the answers: found once, for all checks that tell it. */
  Diagnosis diagnosis() {
    if (diagnosis == null) {
      diagnosis = Diagnosis.of(this, baseline().orElseThrow(), pairing.orElseThrow());
    }
    return diagnosis;
  }

  /** The baseline, whether it judges or only describes. */
  public Optional<Baseline> baseline() {
    return reference.anyBaseline();
  }

  /** True when the baseline may judge this run. */
  public boolean judges() {
    return reference instanceof Reference.Approved;
  }

  /**
   * The scores that count as evidence: those of a run that the baseline judges, in which every case
   * answered in the shape it was captured in, computed by one version of the model and no cache.
   * Labels near a boundary do not count among them.
   */
  public Optional<SuiteScores> countedScores() {
    return pairing
        .filter(pairs -> judges() && run.failed() == 0 && isComplete(pairs))
        .filter(pairs -> !CacheCheck.isCached(run) && !VersionCheck.isMixed(run))
        .map(pairs -> pairs.countedScores(baseline().orElseThrow().outputs()));
  }

  private boolean isComplete(Pairing pairs) {
    Baseline captured = baseline().orElseThrow();
    return pairs.outputs().entrySet().stream()
        .allMatch(
            output -> {
              var centre = captured.output(output.getKey()).centre();
              long expected = centre.stream().filter(Optional::isPresent).count();
              return output.getValue().size() == expected;
            });
  }

  /** The answers by position, in the order of the baseline's where names tell it. */
  List<Optional<Output>> aligned() {
    return aligned;
  }

  /** The outputs that hold the best few of many. */
  Set<Best> best() {
    return answers(run).stream()
        .flatMap(Optional::stream)
        .flatMap(output -> Best.of(output).stream())
        .collect(Collectors.toSet());
  }

  /** The answers by position; empty where a case failed. */
  public static List<Optional<Output>> answers(Run run) {
    return run.observations().stream().map(Comparison::answer).toList();
  }

  /**
   * True when both platforms are known and the same, engine and version included: then nothing
   * benign explains another bit.
   */
  public boolean samePlatform() {
    return platformChange().isEmpty();
  }

  /** What differs between the platforms, in words; empty when both are known and the same. */
  public Optional<String> platformChange() {
    Optional<Baseline> baseline = baseline();
    if (baseline.isEmpty()) {
      return Optional.of("no captured platform");
    }
    var then = baseline.get().model();
    var now = run.model();
    Optional<Platform> before = then.platform();
    Optional<Platform> after = now.platform();
    if (before.isEmpty() || after.isEmpty()) {
      return Optional.of("platform unknown");
    }
    String old = then.engine() + " " + then.engineVersion() + " on " + before.get().text();
    String current = now.engine() + " " + now.engineVersion() + " on " + after.get().text();
    return old.equals(current)
        ? Optional.empty()
        : Optional.of("platform was " + old + ", is " + current);
  }

  /** True when it is told, and not only unknown, that other hardware or software answered. */
  boolean isElsewhere() {
    return baseline()
        .map(Baseline::model)
        .filter(
            then -> {
              var now = run.model();
              boolean known = then.platform().isPresent() && now.platform().isPresent();
              return (known && !then.platform().equals(now.platform()))
                  || !then.engine().equals(now.engine())
                  || !then.engineVersion().equals(now.engineVersion());
            })
        .isPresent();
  }

  private static void requireCases(String whose, List<String> expected, List<String> found) {
    if (!expected.equals(found)) {
      throw new IllegalArgumentException(
          "the %s is not about the %d cases of the suite: %d cases, or others"
              .formatted(whose, expected.size(), found.size()));
    }
  }

  /** What a case answered; empty when it failed. */
  static Optional<Output> answer(Observation observation) {
    return observation instanceof Observation.Answered answered
        ? Optional.of(answered.output())
        : Optional.empty();
  }
}

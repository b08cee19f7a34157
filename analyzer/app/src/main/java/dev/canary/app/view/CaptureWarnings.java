package dev.canary.app.view;

import dev.canary.baseline.Approval;
import dev.canary.baseline.Baseline;
import dev.canary.baseline.OutputReference;
import dev.canary.baseline.Reference;
import dev.canary.baseline.Status;
import dev.canary.check.Comparison;
import dev.canary.check.ContractCheck;
import dev.canary.check.DeviationCheck;
import dev.canary.check.Finding;
import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.suite.Suite;
import dev.canary.target.Output;
import dev.canary.tensor.Tensor;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What whoever captured should know before the first run says it.
 *
 * @param suite that was captured
 * @param baseline that came of it
 * @param replaced the baseline of the same version that stood in its place
 */
public record CaptureWarnings(Suite suite, Baseline baseline, Optional<Baseline> replaced) {

  /** The warnings, one line each. */
  public List<String> lines() {
    return Stream.of(violations(), tooFew(), trustLost()).flatMap(lines -> lines).toList();
  }

  /** Cases that no later run can be judged by, should they move. */
  private Stream<String> tooFew() {
    int captures = baseline.provenance().captures();
    boolean stable =
        baseline.outputs().values().stream()
            .allMatch(output -> output.bitStable().cardinality() == output.centre().size());
    return stable || captures >= DeviationCheck.ENOUGH_CAPTURES
        ? Stream.empty()
        : Stream.of(
            "%d captures are too few to judge every case (%d are enough): add some with --append"
                .formatted(captures, DeviationCheck.ENOUGH_CAPTURES));
  }

  /** Every later run of a model that violates the contract while it is captured is BROKEN. */
  private Stream<String> violations() {
    Comparison comparison = Comparison.of(suite, new Reference.Approved(baseline), centreAsRun());
    return new ContractCheck()
        .evaluate(comparison).stream()
            .filter(Finding::isNews)
            .map(finding -> finding.reason() + ": mend the contract or the model before approving");
  }

  private Stream<String> trustLost() {
    return replaced.filter(old -> old.status() == Status.APPROVED).stream()
        .map(
            old ->
                "this replaces the baseline that %s approved; until this one is approved, runs are INCONCLUSIVE"
                    .formatted(old.approval().map(Approval::author).orElse("somebody")));
  }

  private Run centreAsRun() {
    List<Observation> observations =
        IntStream.range(0, suite.cases().size())
            .<Observation>mapToObj(
                i -> new Observation.Answered(suite.cases().get(i).id(), centre(i), 0))
            .toList();
    return new Run(
        suite.name(),
        baseline.model(),
        baseline.provenance().capturedAt(),
        Duration.ZERO,
        observations);
  }

  private Output centre(int position) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Map<String, List<String>> classes = new LinkedHashMap<>();
    for (Map.Entry<String, OutputReference> entry : baseline.outputs().entrySet()) {
      entry.getValue().centre().get(position).ifPresent(t -> tensors.put(entry.getKey(), t));
      classes.put(entry.getKey(), entry.getValue().classes());
    }
    return new Output(tensors, classes);
  }
}

package dev.canary.evidence;

import dev.canary.baseline.Baseline;
import dev.canary.baseline.OutputReference;
import dev.canary.baseline.Rows;
import dev.canary.baseline.SuiteScores;
import dev.canary.suite.OutputSpec;
import dev.canary.suite.Suite;
import dev.canary.tensor.Tensor;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a baseline has captured for evidence to be measured by: which scores its outputs have, and
 * those scores of its held-out captures, with their instants where the baseline knows them.
 *
 * <p>Outputs that are compared by their numbers score S_max and S_rms; outputs that have labels,
 * those of probabilities and logits among them, score C_lab.
 */
public final class CapturedScores {
  private CapturedScores() {}

  /** The calibration of a suite by its baseline; empty when no output of it has a score. */
  public static Optional<Calibration> calibration(Suite suite, Baseline baseline) {
    Set<Score> used = inUse(suite, baseline);
    if (used.isEmpty()) {
      return Optional.empty();
    }
    List<SuiteScores> heldOut = baseline.heldOut();
    List<Instant> takenAt = baseline.heldOutAt();
    return Optional.of(
        takenAt.isEmpty() ? Calibration.of(used, heldOut) : Calibration.of(used, heldOut, takenAt));
  }

  /** The scores that the outputs of a baseline have. */
  static Set<Score> inUse(Suite suite, Baseline baseline) {
    Set<Score> used = EnumSet.noneOf(Score.class);
    for (Map.Entry<String, OutputReference> output : baseline.outputs().entrySet()) {
      OutputReference captured = output.getValue();
      Optional<OutputSpec> spec = suite.specOf(output.getKey());
      Optional<Tensor> answer = captured.centre().stream().flatMap(Optional::stream).findFirst();
      if (spec.isPresent() && answer.isPresent()) {
        used.addAll(inUse(spec.get(), answer.get()));
      }
    }
    return used;
  }

  private static Set<Score> inUse(OutputSpec spec, Tensor answer) {
    if (!Rows.isNumeric(spec, answer)) {
      return Score.LABELS_ONLY;
    }
    return spec.kind().ranksClasses() ? Score.ALL : Score.VALUES;
  }
}

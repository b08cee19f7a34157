package dev.canary.check;

import dev.canary.baseline.Baseline;
import dev.canary.baseline.OutputReference;
import dev.canary.baseline.Pair;
import dev.canary.baseline.Pairing;
import dev.canary.suite.OutputSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A first guess at what kind of fault moved the answers, from the pattern of the movement.
 *
 * <p>The patterns are tried from the most to the least specific; each must explain the whole
 * movement of the output that moved most. What no pattern explains is laid to the weights, unless
 * their digest is known to be unchanged.
 *
 * @param cause the likely cause
 * @param reason the facts that point to it
 */
record Diagnosis(Cause cause, String reason) {

  /** Diagnoses the output that moved most. */
  static Diagnosis of(Comparison comparison, Baseline baseline, Pairing pairing) {
    Optional<Map.Entry<String, List<Pair>>> worst =
        pairing.outputs().entrySet().stream()
            .filter(output -> output.getValue().stream().anyMatch(p -> p.movement().beyondClass()))
            .max(Comparator.comparingDouble(output -> size(output.getValue())));
    return worst
        .flatMap(output -> pattern(comparison, baseline, output.getKey(), output.getValue()))
        .orElseGet(() -> unexplained(comparison, baseline));
  }

  private static double size(List<Pair> pairs) {
    return pairs.stream()
        .mapToDouble(p -> p.movement().share())
        .filter(Double::isFinite)
        .max()
        .orElse(0);
  }

  private static Optional<Diagnosis> pattern(
      Comparison comparison, Baseline baseline, String name, List<Pair> pairs) {
    OutputReference reference = baseline.output(name);
    OutputSpec spec = comparison.suite().specOf(name).orElseThrow();
    Optional<Matrix> matrix = Matrix.of(comparison, name, spec, reference, pairs);
    Stream<Optional<Diagnosis>> ofNumbers =
        matrix.stream()
            .flatMap(
                m ->
                    Stream.of(
                        LabelPattern.ofScores(m),
                        GridPattern.of(m),
                        LinePattern.of(m),
                        RowPattern.of(m)));
    Stream<Optional<Diagnosis>> ofLabels = Stream.of(LabelPattern.ofLabels(pairs));
    Stream<Optional<Diagnosis>> ofPlaces = Stream.of(LocalPattern.of(comparison, pairs));
    return Stream.of(
            matrix.flatMap(RowPattern::collapsed).stream().map(Optional::of),
            ofNumbers,
            ofLabels,
            ofPlaces)
        .flatMap(patterns -> patterns)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Diagnosis unexplained(Comparison comparison, Baseline baseline) {
    Optional<String> then = baseline.model().weightDigest();
    boolean sameWeights = then.isPresent() && then.equals(comparison.run().model().weightDigest());
    if (sameWeights) {
      return new Diagnosis(
          Cause.PREPROCESSING,
          "the weights are unchanged, so look at what goes into the model and at its runtime");
    }
    return comparison.samePlatform()
        ? new Diagnosis(Cause.WEIGHTS_CORRUPTED, "no simple pattern: as corrupted weights would")
        : spread(comparison);
  }

  /**
   * Elsewhere, a movement of all cases by about the same amount is what a change of precision looks
   * like.
   */
  private static Diagnosis spread(Comparison comparison) {
    double[] moved =
        comparison.pairing().orElseThrow().outputs().values().stream()
            .flatMap(List::stream)
            .mapToDouble(p -> p.movement().share())
            .filter(share -> share > 0)
            .toArray();
    double largest = java.util.Arrays.stream(moved).max().orElse(0);
    boolean even = moved.length > 0 && largest < 5 * dev.canary.stats.Median.of(moved);
    return even
        ? new Diagnosis(
            Cause.NUMERIC_NOISE,
            "all moved cases moved by about the same: as a change of precision would")
        : new Diagnosis(
            Cause.WEIGHTS_CORRUPTED, "no simple pattern: another model or corrupted weights");
  }
}

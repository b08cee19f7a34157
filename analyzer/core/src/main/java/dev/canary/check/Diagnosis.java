package dev.canary.check;

import dev.canary.baseline.Baseline;
import dev.canary.baseline.Pair;
import dev.canary.baseline.Pairing;
import dev.canary.baseline.Ruler;
import dev.canary.stats.Median;
import dev.canary.suite.Case;
import dev.canary.suite.OutputSpec;
import dev.canary.suite.Precision;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * A first guess at what kind of fault moved the answers, from the pattern of the movement.
 *
 * <p>The patterns are tried from the most to the least specific; each must explain the whole
 * movement of the output that moved most, the cases that did not move included. What no pattern
 * explains is laid to the weights, unless their digest is known to be unchanged.
 *
 * @param cause the likely cause
 * @param reason the facts that point to it
 */
record Diagnosis(Cause cause, String reason) {
  /** The largest ratio of the maximum to the median that is still an even movement. */
  private static final double EVEN = 5;

  /** Diagnoses the output that moved most, in noise floors. */
  static Diagnosis of(Comparison comparison, Baseline baseline, Pairing pairing) {
    List<Moved> outputs =
        pairing.outputs().entrySet().stream()
            .map(output -> Moved.of(baseline, output.getKey(), output.getValue()))
            .filter(moved -> !moved.positions().isEmpty())
            .toList();
    return outputs.stream()
        .max(Comparator.comparingDouble(Moved::size))
        .flatMap(moved -> pattern(comparison, moved))
        .orElseGet(() -> unexplained(comparison, outputs));
  }

  private static Optional<Diagnosis> pattern(Comparison comparison, Moved moved) {
    OutputSpec spec = comparison.suite().specOf(moved.output()).orElseThrow();
    Optional<Matrix> matrix = Matrix.of(comparison, spec, moved);
    Stream<Supplier<Optional<Diagnosis>>> patterns =
        Stream.of(
            () -> matrix.flatMap(Diagnosis::lost),
            () -> matrix.flatMap(RowPattern::collapsed),
            () -> LabelPattern.collapsed(moved.pairs(), moved.positions()),
            () -> matrix.flatMap(LabelPattern::ofScores).filter(d -> areTheBestTheSame(comparison)),
            () -> matrix.flatMap(GridPattern::of),
            () -> matrix.flatMap(LinePattern::of),
            () -> matrix.flatMap(RowPattern::of),
            () -> LabelPattern.ofLabels(moved.pairs()).filter(d -> areTheBestTheSame(comparison)),
            () -> LocalPattern.of(comparison, moved.positions()),
            () -> matrix.flatMap(m -> otherModel(comparison, m, moved)));
    return patterns.map(Supplier::get).flatMap(Optional::stream).findFirst();
  }

  /** Scores are permuted among the same names; where one has left the best, they are not. */
  private static boolean areTheBestTheSame(Comparison comparison) {
    Map<String, List<Pair>> pairs = comparison.pairing().orElseThrow().outputs();
    return comparison.best().stream()
        .flatMap(best -> pairs.getOrDefault(best.names(), List.of()).stream())
        .noneMatch(Pair::labelDiffers);
  }

  /** Another model's answers; only where nobody tells whose they are, and they are plausible. */
  private static Optional<Diagnosis> otherModel(Comparison comparison, Matrix matrix, Moved moved) {
    boolean known = sameWeights(comparison) || VersionCheck.isTold(comparison.run());
    if (known || new ContractCheck().evaluate(comparison).stream().anyMatch(Finding::condemns)) {
      return Optional.empty();
    }
    return Fingerprint.of(matrix, moved.pairs())
        .filter(Fingerprint::isOfAnotherModel)
        .map(
            print ->
                new Diagnosis(
                    Cause.VERSION_CHANGE,
                    "as another model answers, not as corrupted weights do: " + print.text()));
  }

  private static boolean sameWeights(Comparison comparison) {
    Optional<String> then = comparison.baseline().flatMap(b -> b.model().weightDigest());
    return then.isPresent() && then.equals(comparison.run().model().weightDigest());
  }

  /** Numbers that are none any more. */
  private static Optional<Diagnosis> lost(Matrix matrix) {
    int rows = 0;
    for (int r = 0; r < matrix.rows(); r++) {
      boolean lost = false;
      for (int c = 0; c < matrix.width(); c++) {
        lost |= Double.isFinite(matrix.before()[r][c]) && !Double.isFinite(matrix.now()[r][c]);
      }
      rows += lost ? 1 : 0;
    }
    return rows == 0
        ? Optional.empty()
        : Optional.of(
            new Diagnosis(
                Cause.NON_FINITE, rows + " answers hold NaN or infinity, which had none"));
  }

  private static Diagnosis unexplained(Comparison comparison, List<Moved> outputs) {
    if (sameWeights(comparison)) {
      return new Diagnosis(
          Cause.PREPROCESSING,
          "the weights are unchanged, so look at what goes into the model and at its runtime");
    }
    if (comparison.samePlatform()) {
      return new Diagnosis(
          Cause.WEIGHTS_CORRUPTED, "no simple pattern: as corrupted weights would");
    }
    return even(comparison, outputs)
        .map(precision -> even(comparison, precision))
        .orElseGet(
            () ->
                new Diagnosis(
                    Cause.WEIGHTS_CORRUPTED,
                    "no simple pattern: another model or corrupted weights"));
  }

  /** Benign only where something says that the answers were computed in another way. */
  private static Diagnosis even(Comparison comparison, Precision precision) {
    String alike =
        "the cases moved by about the same little, as far as %s allows: "
            .formatted(precision.label());
    return comparison.isElsewhere()
        ? new Diagnosis(Cause.NUMERIC_NOISE, alike + "as a change of precision would")
        : new Diagnosis(
            Cause.WEIGHTS_CORRUPTED,
            alike + "as corrupted weights would, or a change of precision that nobody tells of");
  }

  /**
   * The finest class that allows the movement, where most cases moved by about the same amount:
   * that is what a change of precision looks like.
   */
  private static Optional<Precision> even(Comparison comparison, List<Moved> outputs) {
    double[] sizes =
        outputs.stream()
            .flatMapToDouble(moved -> sizes(comparison, moved))
            .filter(size -> size > 0)
            .toArray();
    double largest = Arrays.stream(sizes).max().orElse(Double.POSITIVE_INFINITY);
    long cases = outputs.stream().mapToLong(moved -> moved.pairs().size()).sum();
    return Arrays.stream(Precision.values())
        .filter(precision -> largest <= precision.tolerance())
        .findFirst()
        .filter(any -> 2L * sizes.length >= cases && largest < EVEN * Median.of(sizes));
  }

  /** The movement of each case as a share of U, which is what classes are about. */
  private static DoubleStream sizes(Comparison comparison, Moved moved) {
    OutputSpec spec = comparison.suite().specOf(moved.output()).orElseThrow();
    return moved.pairs().stream()
        .mapToDouble(
            pair -> {
              Case golden = comparison.suite().cases().get(pair.position());
              double ofClass = Ruler.of(spec, golden, moved.reference().unit()).tolerance();
              return pair.movement().share() * ofClass;
            });
  }
}

package dev.canary.check;

import dev.canary.baseline.Pair;
import dev.canary.suite.OutputKind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The same answers under other class names. */
final class LabelPattern {
  private static final int ENOUGH_ROWS = 2;
  private static final int MOST_CLASSES = 2000;

  private LabelPattern() {}

  /**
   * The scores are the baseline's with their columns permuted; for one probability, p became 1 - p.
   */
  static Optional<Diagnosis> ofScores(Matrix matrix) {
    if (matrix.before().length < ENOUGH_ROWS || matrix.kind() == OutputKind.VALUES) {
      return Optional.empty();
    }
    if (matrix.width() == 1) {
      return swapped(matrix);
    }
    if (matrix.width() > MOST_CLASSES) {
      return Optional.empty();
    }
    int[] source = sources(matrix);
    boolean bijection = Arrays.stream(source).distinct().count() == source.length;
    long moved = 0;
    for (int c = 0; c < source.length; c++) {
      moved += source[c] == c ? 0 : 1;
    }
    return bijection && moved > 0 && explains(matrix, source)
        ? Optional.of(
            new Diagnosis(
                Cause.LABELS_PERMUTED,
                "the scores are the baseline's with %d of %d classes exchanged"
                    .formatted(moved, source.length)))
        : Optional.empty();
  }

  /** Labels changed one to one: every answer of one label is now answered by one other. */
  static Optional<Diagnosis> ofLabels(List<Pair> pairs) {
    Map<List<String>, List<String>> mapping = new HashMap<>();
    int changed = 0;
    for (Pair pair : pairs) {
      List<String> known = mapping.putIfAbsent(pair.before(), pair.now());
      if (pair.before().isEmpty() || (known != null && !known.equals(pair.now()))) {
        return Optional.empty();
      }
      changed += pair.labelDiffers() ? 1 : 0;
    }
    boolean oneToOne =
        new HashSet<>(mapping.values()).size() == mapping.size() && mapping.size() > 1;
    boolean repeated = pairs.size() >= 2 * mapping.size();
    return changed >= ENOUGH_ROWS && oneToOne && repeated
        ? Optional.of(new Diagnosis(Cause.LABELS_PERMUTED, "labels were exchanged one for one"))
        : Optional.empty();
  }

  private static Optional<Diagnosis> swapped(Matrix matrix) {
    if (matrix.kind() != OutputKind.PROBABILITIES) {
      return Optional.empty();
    }
    for (int r = 0; r < matrix.now().length; r++) {
      if (!(Math.abs(1 - matrix.before()[r][0] - matrix.now()[r][0]) <= matrix.residual())) {
        return Optional.empty();
      }
    }
    return Optional.of(new Diagnosis(Cause.LABELS_PERMUTED, "every probability p became 1 - p"));
  }

  /** For each column of the run, the column of the baseline nearest to it. */
  private static int[] sources(Matrix matrix) {
    int[] source = new int[matrix.width()];
    int rows = Math.min(matrix.now().length, 64);
    for (int c = 0; c < source.length; c++) {
      double best = columnDistance(matrix, rows, c, c);
      source[c] = c;
      for (int from = 0; from < source.length; from++) {
        double distance = from == c ? best : columnDistance(matrix, rows, from, c);
        if (distance < best) {
          best = distance;
          source[c] = from;
        }
      }
    }
    return source;
  }

  private static double columnDistance(Matrix matrix, int rows, int from, int to) {
    double sum = 0;
    for (int r = 0; r < rows; r++) {
      sum += Math.abs(matrix.before()[r][from] - matrix.now()[r][to]);
    }
    return sum;
  }

  private static boolean explains(Matrix matrix, int[] source) {
    double allowed = matrix.residual();
    for (int r = 0; r < matrix.now().length; r++) {
      for (int c = 0; c < source.length; c++) {
        if (!(Math.abs(matrix.before()[r][source[c]] - matrix.now()[r][c]) <= allowed)) {
          return false;
        }
      }
    }
    return true;
  }
}

package dev.canary.check;

import dev.canary.baseline.Pair;
import dev.canary.suite.OutputKind;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The same answers under other class names. */
final class LabelPattern {
  private static final int ENOUGH_ROWS = 2;
  private static final int MOST_CLASSES = 2000;

  /** How many rows tell which column is which; all rows then confirm it. */
  private static final int ROWS_COMPARED = 64;

  private LabelPattern() {}

  /**
   * The scores are the baseline's with their columns permuted; for one probability, p became 1 - p.
   */
  static Optional<Diagnosis> ofScores(Matrix matrix) {
    if (matrix.rows() < ENOUGH_ROWS || !matrix.kind().ranksClasses()) {
      return Optional.empty();
    }
    if (matrix.width() == 1) {
      return swapped(matrix);
    }
    int[] exchanged = exchanged(matrix);
    if (exchanged.length < 2 || exchanged.length > MOST_CLASSES) {
      return Optional.empty();
    }
    return explains(matrix, sources(matrix, exchanged))
        ? Optional.of(
            new Diagnosis(
                Cause.LABELS_PERMUTED,
                "the scores are the baseline's with %d of %d classes exchanged"
                    .formatted(exchanged.length, matrix.width())))
        : Optional.empty();
  }

  /** Every case is answered by one label, though the baseline told them apart. */
  static Optional<Diagnosis> collapsed(List<Pair> pairs, BitSet moved) {
    boolean labelsOnly =
        pairs.stream()
            .filter(p -> moved.get(p.position()))
            .allMatch(p -> p.movement().isExact() && p.labelDiffers());
    boolean one = pairs.stream().map(Pair::now).distinct().count() == 1;
    return labelsOnly && one && moved.cardinality() > LocalPattern.FEW * pairs.size()
        ? Optional.of(new Diagnosis(Cause.COLLAPSED, "every case gets the same label"))
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
    int tested = 0;
    for (int r = 0; r < matrix.rows(); r++) {
      double before = matrix.before()[r][0];
      double now = matrix.now()[r][0];
      if (!Matrix.isNear(1 - before, now, matrix.residual(r))) {
        return Optional.empty();
      }
      tested += Math.abs(before - now) > 2 * matrix.residual(r) ? 1 : 0;
    }
    return tested >= ENOUGH_ROWS
        ? Optional.of(new Diagnosis(Cause.LABELS_PERMUTED, "every probability p became 1 - p"))
        : Optional.empty();
  }

  /** The columns that are not their own in every row. */
  private static int[] exchanged(Matrix matrix) {
    BitSet exchanged = new BitSet();
    for (int r = 0; r < matrix.rows(); r++) {
      double residual = matrix.residual(r);
      for (int c = 0; c < matrix.width(); c++) {
        if (!Matrix.isNear(matrix.before()[r][c], matrix.now()[r][c], residual)) {
          exchanged.set(c);
        }
      }
    }
    return exchanged.stream().toArray();
  }

  /**
   * For each exchanged column of the run, the nearest column of the baseline that no other has
   * taken; the others are their own.
   */
  private static int[] sources(Matrix matrix, int[] exchanged) {
    int[] source = IntStream.range(0, matrix.width()).toArray();
    BitSet free = new BitSet();
    Arrays.stream(exchanged).forEach(free::set);
    for (int c : exchanged) {
      double best = Double.POSITIVE_INFINITY;
      int nearest = free.nextSetBit(0);
      for (int from = nearest; from >= 0; from = free.nextSetBit(from + 1)) {
        double distance = columnDistance(matrix, from, c, best);
        if (distance < best) {
          best = distance;
          nearest = from;
        }
      }
      source[c] = nearest;
      free.clear(nearest);
    }
    return source;
  }

  /** Over some rows; the sum ends where it passes the limit. */
  private static double columnDistance(Matrix matrix, int from, int to, double limit) {
    int stride = 1 + matrix.rows() / ROWS_COMPARED;
    double sum = 0;
    for (int r = 0; r < matrix.rows() && sum < limit; r += stride) {
      sum += Math.abs(matrix.before()[r][from] - matrix.now()[r][to]);
    }
    return sum;
  }

  private static boolean explains(Matrix matrix, int[] source) {
    for (int r = 0; r < matrix.rows(); r++) {
      double residual = matrix.residual(r);
      for (int c = 0; c < source.length; c++) {
        if (!Matrix.isNear(matrix.before()[r][source[c]], matrix.now()[r][c], residual)) {
          return false;
        }
      }
    }
    return true;
  }
}

package dev.canary.check;

import java.util.Optional;
import java.util.stream.IntStream;

/** Patterns of whole rows: every case the same answer, or the answers of other cases. */
final class RowPattern {
  private static final int ENOUGH_ROWS = 3;

  /** How many moved rows are looked up among all others. */
  private static final int MOST_LOOKED_UP = 512;

  /** The share of moved rows that must be found for the pattern to explain them. */
  private static final double MOST = 0.9;

  /** The largest share of rows that may have a twin in the baseline, or being found says little. */
  private static final double TWINS = 0.1;

  private RowPattern() {}

  /** Every case gets the same answer, though the baseline told them apart. */
  static Optional<Diagnosis> collapsed(Matrix matrix) {
    if (matrix.rows() < ENOUGH_ROWS) {
      return Optional.empty();
    }
    double tolerance = matrix.largestTolerance();
    double before = spread(matrix.before());
    double now = spread(matrix.now());
    boolean collapsed =
        Double.isFinite(now)
            && now <= Math.max(tolerance, 1e-3 * before)
            && before > 10 * tolerance
            && matrix.movedRows() > LocalPattern.FEW * matrix.rows();
    return collapsed
        ? Optional.of(new Diagnosis(Cause.COLLAPSED, "every case gets the same answer"))
        : Optional.empty();
  }

  /** The answers are the baseline's, but of other cases: rows were shuffled on the way. */
  static Optional<Diagnosis> of(Matrix matrix) {
    int[] moved = moved(matrix);
    if (moved.length < ENOUGH_ROWS) {
      return Optional.empty();
    }
    int foreign = found(matrix, matrix.now(), moved, MOST);
    int twins = found(matrix, matrix.before(), moved, 0);
    return foreign >= MOST * moved.length && twins <= TWINS * moved.length
        ? Optional.of(
            new Diagnosis(
                Cause.PREPROCESSING,
                "%d of %d moved answers are the baseline's answers to other cases: inputs or answers were re-ordered"
                    .formatted(foreign, moved.length)))
        : Optional.empty();
  }

  /** The rows that moved; very many are sampled at even distances. */
  private static int[] moved(Matrix matrix) {
    int[] moved = IntStream.range(0, matrix.rows()).filter(matrix::hasMoved).toArray();
    int stride = 1 + moved.length / MOST_LOOKED_UP;
    return IntStream.iterate(0, i -> i < moved.length, i -> i + stride)
        .map(i -> moved[i])
        .toArray();
  }

  /**
   * How many of these rows are the baseline's row of another case; the search ends when the wanted
   * share is out of reach.
   */
  private static int found(Matrix matrix, double[][] rows, int[] wanted, double share) {
    int found = 0;
    int missed = 0;
    for (int row : wanted) {
      if (isOfAnother(matrix, rows[row], row)) {
        found++;
      } else if (++missed > (1 - share) * wanted.length) {
        break;
      }
    }
    return found;
  }

  private static boolean isOfAnother(Matrix matrix, double[] values, int row) {
    for (int other = 0; other < matrix.rows(); other++) {
      if (other != row
          && Matrix.isNear(matrix.before()[other], values, matrix.tolerance()[other])) {
        return true;
      }
    }
    return false;
  }

  private static double spread(double[][] rows) {
    double largest = 0;
    for (double[] row : rows) {
      largest = Math.max(largest, Matrix.distance(rows[0], row));
    }
    return largest;
  }
}

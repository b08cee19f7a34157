package dev.canary.check;

import java.util.Optional;

/** Patterns of whole rows: every case the same answer, or the answers of other cases. */
final class RowPattern {
  private static final int ENOUGH_ROWS = 3;

  private RowPattern() {}

  /** Every case gets the same answer, though the baseline told them apart. */
  static Optional<Diagnosis> collapsed(Matrix matrix) {
    int rows = matrix.now().length;
    if (rows < ENOUGH_ROWS) {
      return Optional.empty();
    }
    double before = spread(matrix.before());
    double now = spread(matrix.now());
    boolean collapsed =
        now <= Math.max(matrix.tolerance(), 1e-3 * before) && before > 10 * matrix.tolerance();
    return collapsed
        ? Optional.of(new Diagnosis(Cause.COLLAPSED, "every case gets the same answer"))
        : Optional.empty();
  }

  /** The answers are the baseline's, but of other cases: rows were shuffled on the way. */
  static Optional<Diagnosis> of(Matrix matrix) {
    int moved = 0;
    int foreign = 0;
    for (int r = 0; r < matrix.now().length; r++) {
      if (Matrix.distance(matrix.before()[r], matrix.now()[r]) > matrix.tolerance()) {
        moved++;
        foreign += isOfAnother(matrix, r) ? 1 : 0;
      }
    }
    return moved >= ENOUGH_ROWS && foreign >= 0.9 * moved
        ? Optional.of(
            new Diagnosis(
                Cause.PREPROCESSING,
                "%d of %d moved answers are the baseline's answers to other cases: inputs or answers were re-ordered"
                    .formatted(foreign, moved)))
        : Optional.empty();
  }

  private static boolean isOfAnother(Matrix matrix, int row) {
    for (int other = 0; other < matrix.before().length; other++) {
      if (other != row
          && Matrix.distance(matrix.before()[other], matrix.now()[row]) <= matrix.tolerance()) {
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

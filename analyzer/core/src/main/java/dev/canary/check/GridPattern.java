package dev.canary.check;

import dev.canary.suite.Precision;
import dev.canary.tensor.BFloat16;
import dev.canary.tensor.Half;
import java.util.Optional;
import java.util.function.DoublePredicate;

/**
 * The answers lie on a coarser grid than before: fixed steps, or a shorter floating-point format.
 * The movement must be no larger than rounding to that grid makes it.
 */
final class GridPattern {
  private static final int COARSEST = 1;
  private static final int FINEST = 16;
  private static final int ENOUGH_NUMBERS = 8;

  /** How far a model in a short format may be from the long one, in its precision classes. */
  private static final double CLASSES = 5;

  private GridPattern() {}

  static Optional<Diagnosis> of(Matrix matrix) {
    if (matrix.rows() * matrix.width() < ENOUGH_NUMBERS) {
      return Optional.empty();
    }
    for (int k = COARSEST; k <= FINEST; k++) {
      double steps = Math.scalb(1.0, k);
      if (matrix.largestMovement() <= 1 / steps + matrix.largestTolerance()
          && became(matrix, value -> value * steps == Math.rint(value * steps))) {
        return Optional.of(
            new Diagnosis(Cause.QUANTISED, "every answer is now a multiple of 1/" + (long) steps));
      }
    }
    return format(matrix, "a bf16 number", Precision.BF16, GridPattern::isBf16)
        .or(() -> format(matrix, "an fp16 number", Precision.FP16, GridPattern::isFp16));
  }

  private static Optional<Diagnosis> format(
      Matrix matrix, String name, Precision precision, DoublePredicate onGrid) {
    double largest = 0;
    for (double[] row : matrix.before()) {
      for (double value : row) {
        largest = Double.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest;
      }
    }
    return matrix.largestMovement() <= CLASSES * precision.tolerance() * largest
            && became(matrix, onGrid)
        ? Optional.of(new Diagnosis(Cause.QUANTISED, "every answer is now " + name))
        : Optional.empty();
  }

  private static boolean isFp16(double value) {
    return Half.toFloat(Half.fromDouble(value)) == value;
  }

  private static boolean isBf16(double value) {
    return BFloat16.toFloat(BFloat16.fromDouble(value)) == value;
  }

  /** All numbers are on the grid now, and most were not before. */
  private static boolean became(Matrix matrix, DoublePredicate onGrid) {
    int allowed = matrix.rows() * matrix.width();
    return misses(matrix.now(), onGrid, 0) == 0
        && misses(matrix.before(), onGrid, allowed) > allowed / 2;
  }

  /** How many numbers are off the grid; counting ends beyond the allowed number. */
  private static int misses(double[][] rows, DoublePredicate onGrid, int allowed) {
    int misses = 0;
    for (double[] row : rows) {
      for (double value : row) {
        if (!onGrid.test(value) && ++misses > allowed) {
          return misses;
        }
      }
    }
    return misses;
  }
}

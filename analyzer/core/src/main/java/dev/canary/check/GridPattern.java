package dev.canary.check;

import dev.canary.tensor.Half;
import java.util.Optional;
import java.util.function.DoublePredicate;

/**
 * The answers lie on a coarser grid than before: fixed steps, or a shorter floating-point format.
 */
final class GridPattern {
  private static final int COARSEST = 1;
  private static final int FINEST = 16;
  private static final int ENOUGH_NUMBERS = 8;

  private GridPattern() {}

  static Optional<Diagnosis> of(Matrix matrix) {
    if (matrix.now().length * matrix.width() < ENOUGH_NUMBERS) {
      return Optional.empty();
    }
    for (int k = COARSEST; k <= FINEST; k++) {
      double steps = Math.scalb(1.0, k);
      if (became(matrix, value -> value * steps == Math.rint(value * steps))
          && matrix.largestMovement() <= 1 / steps) {
        return Optional.of(
            new Diagnosis(Cause.QUANTISED, "every answer is now a multiple of 1/" + (long) steps));
      }
    }
    if (became(matrix, value -> Half.toFloat(Half.fromFloat((float) value)) == value)) {
      return Optional.of(new Diagnosis(Cause.QUANTISED, "every answer is now an fp16 number"));
    }
    return became(
            matrix,
            value ->
                (Float.floatToRawIntBits((float) value) & 0xffff) == 0 && (float) value == value)
        ? Optional.of(new Diagnosis(Cause.QUANTISED, "every answer is now a bf16 number"))
        : Optional.empty();
  }

  /** All numbers are on the grid now, and most were not before. */
  private static boolean became(Matrix matrix, DoublePredicate onGrid) {
    return share(matrix.now(), onGrid) == 1 && share(matrix.before(), onGrid) < 0.5;
  }

  private static double share(double[][] rows, DoublePredicate onGrid) {
    int hits = 0;
    int all = 0;
    for (double[] row : rows) {
      for (double value : row) {
        all++;
        hits += onGrid.test(value) ? 1 : 0;
      }
    }
    return (double) hits / all;
  }
}

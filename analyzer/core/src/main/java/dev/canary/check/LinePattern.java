package dev.canary.check;

import dev.canary.suite.OutputKind;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;

/** Every number moved by one amount, or was multiplied by one factor. */
final class LinePattern {
  /** The fewest numbers that must show the pattern, rather than only not contradict it. */
  private static final int ENOUGH_NUMBERS = 4;

  /** How many numbers tell a factor in log space; more would only cost time. */
  private static final int ENOUGH_LOGARITHMS = 20_000;

  /** The fewest rows of which it means something that all of them moved alike. */
  private static final int ENOUGH_ROWS = 3;

  private LinePattern() {}

  static Optional<Diagnosis> of(Matrix matrix) {
    return shifted(matrix)
        .or(() -> scaled(matrix))
        .or(() -> tempered(matrix))
        .or(() -> shiftedByClass(matrix));
  }

  private static Optional<Diagnosis> shifted(Matrix matrix) {
    double lowest = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    for (int r = 0; r < matrix.rows(); r++) {
      for (int c = 0; c < matrix.width(); c++) {
        if (Double.isFinite(matrix.before()[r][c])) {
          double delta = matrix.now()[r][c] - matrix.before()[r][c];
          lowest = Math.min(lowest, delta);
          highest = Math.max(highest, delta);
        }
      }
    }
    double shift = lowest / 2 + highest / 2;
    return Double.isFinite(shift) && isExplained(matrix, r -> plus(matrix.before()[r], shift))
        ? Optional.of(new Diagnosis(Cause.SHIFTED, say("every number moved by %.4g", shift)))
        : Optional.empty();
  }

  /** Every row moved alike, as by another bias of the last layer: each column by its own amount. */
  private static Optional<Diagnosis> shiftedByClass(Matrix matrix) {
    if (matrix.rows() < ENOUGH_ROWS) {
      return Optional.empty();
    }
    double[] shifts = shifts(matrix);
    return isExplained(matrix, r -> plus(matrix.before()[r], shifts))
        ? Optional.of(
            new Diagnosis(
                Cause.SHIFTED, say("every row moved alike, at most by %.4g", largest(shifts))))
        : Optional.empty();
  }

  /** By column, the middle of its movements; every row is tried afterwards. */
  private static double[] shifts(Matrix matrix) {
    double[] lowest = new double[matrix.width()];
    double[] highest = new double[matrix.width()];
    Arrays.fill(lowest, Double.POSITIVE_INFINITY);
    Arrays.fill(highest, Double.NEGATIVE_INFINITY);
    for (int r = 0; r < matrix.rows(); r++) {
      for (int c = 0; c < lowest.length; c++) {
        if (Double.isFinite(matrix.before()[r][c])) {
          double delta = matrix.now()[r][c] - matrix.before()[r][c];
          lowest[c] = Math.min(lowest[c], delta);
          highest[c] = Math.max(highest[c], delta);
        }
      }
    }
    double[] shifts = new double[lowest.length];
    Arrays.setAll(shifts, c -> lowest[c] <= highest[c] ? lowest[c] / 2 + highest[c] / 2 : 0);
    return shifts;
  }

  private static double largest(double[] shifts) {
    return Arrays.stream(shifts).map(Math::abs).max().orElse(0);
  }

  private static Optional<Diagnosis> scaled(Matrix matrix) {
    double xy = 0;
    double xx = 0;
    for (int r = 0; r < matrix.rows(); r++) {
      for (int c = 0; c < matrix.width(); c++) {
        if (Double.isFinite(matrix.before()[r][c])) {
          xy += matrix.before()[r][c] * matrix.now()[r][c];
          xx += matrix.before()[r][c] * matrix.before()[r][c];
        }
      }
    }
    double factor = xy / xx;
    return Double.isFinite(factor) && isExplained(matrix, r -> times(matrix.before()[r], factor))
        ? Optional.of(
            new Diagnosis(Cause.SCALED, say("every number was multiplied by %.5g", factor)))
        : Optional.empty();
  }

  /**
   * Probabilities whose logits were all multiplied by one factor, as another softmax temperature
   * does. The factor is found in log space, where it is a slope, and tried in probabilities.
   */
  private static Optional<Diagnosis> tempered(Matrix matrix) {
    if (matrix.kind() != OutputKind.PROBABILITIES) {
      return Optional.empty();
    }
    double factor = slope(matrix);
    return factor > 0
            && Double.isFinite(factor)
            && isExplained(matrix, r -> powered(matrix.before()[r], factor))
        ? Optional.of(
            new Diagnosis(Cause.SCALED, say("every logit was multiplied by %.5g", factor)))
        : Optional.empty();
  }

  /**
   * Least squares through the origin, of log probabilities against their row's mean; over rows at
   * even distances, since every row is tried afterwards.
   */
  private static double slope(Matrix matrix) {
    int stride = 1 + matrix.rows() * matrix.width() / ENOUGH_LOGARITHMS;
    double xy = 0;
    double xx = 0;
    for (int r = 0; r < matrix.rows(); r += stride) {
      double[] before = whole(matrix.before()[r]);
      double[] now = whole(matrix.now()[r]);
      double least = matrix.tolerance()[r];
      double meanX = 0;
      double meanY = 0;
      int used = 0;
      for (int c = 0; c < before.length; c++) {
        if (before[c] > least && now[c] > least) {
          used++;
          meanX += (Math.log(before[c]) - meanX) / used;
          meanY += (Math.log(now[c]) - meanY) / used;
        }
      }
      for (int c = 0; c < before.length; c++) {
        if (before[c] > least && now[c] > least) {
          xy += (Math.log(before[c]) - meanX) * (Math.log(now[c]) - meanY);
          xx += (Math.log(before[c]) - meanX) * (Math.log(before[c]) - meanX);
        }
      }
    }
    return xy / xx;
  }

  /** A single probability with its complement. */
  private static double[] whole(double[] row) {
    return row.length == 1 ? new double[] {row[0], 1 - row[0]} : row;
  }

  /** The probabilities of logits multiplied by this factor. */
  private static double[] powered(double[] row, double factor) {
    double[] powers = whole(row).clone();
    double largest = 0;
    for (double p : powers) {
      largest = Math.max(largest, p);
    }
    double sum = 0;
    for (int i = 0; i < powers.length; i++) {
      powers[i] = Math.pow(powers[i] / largest, factor);
      sum += powers[i];
    }
    return times(powers, 1 / sum);
  }

  private static double[] plus(double[] row, double shift) {
    double[] moved = row.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += shift;
    }
    return moved;
  }

  private static double[] plus(double[] row, double[] shifts) {
    double[] moved = row.clone();
    Arrays.setAll(moved, i -> row[i] + shifts[i]);
    return moved;
  }

  private static double[] times(double[] row, double factor) {
    double[] scaled = row.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= factor;
    }
    return scaled;
  }

  /** True when the prediction is right for every number, and enough numbers put it to the test. */
  private static boolean isExplained(Matrix matrix, IntFunction<double[]> prediction) {
    int tested = 0;
    for (int r = 0; r < matrix.rows(); r++) {
      double[] expected = prediction.apply(r);
      double residual = matrix.residual(r);
      for (int c = 0; c < matrix.width(); c++) {
        double now = matrix.now()[r][c];
        if (!Matrix.isNear(expected[c], now, residual)) {
          return false;
        }
        tested += Math.abs(now - matrix.before()[r][c]) > 2 * residual ? 1 : 0;
      }
    }
    return tested >= ENOUGH_NUMBERS;
  }

  private static String say(String format, double number) {
    return String.format(Locale.ROOT, format, number);
  }
}

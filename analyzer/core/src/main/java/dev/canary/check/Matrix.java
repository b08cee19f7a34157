package dev.canary.check;

import dev.canary.baseline.OutputReference;
import dev.canary.baseline.Pair;
import dev.canary.baseline.Rows;
import dev.canary.baseline.Ruler;
import dev.canary.suite.Case;
import dev.canary.suite.OutputKind;
import dev.canary.suite.OutputSpec;
import dev.canary.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The rows of one numeric output, before and now, for finding patterns in how they moved.
 *
 * <p>All rows, moved or not: a pattern must explain both. Only rows that held no finite number and
 * are as they were (what the largest inputs often become) are left out: they are alike under every
 * pattern and under none, and infinitely far from all others. Beyond {@value #MOST_NUMBERS}
 * numbers, rows at even distances.
 *
 * @param kind what the numbers mean
 * @param tolerance by row, the movement in output units that class or noise explain
 * @param before rows of the baseline, all of one length
 * @param now the same rows of the run
 * @param largestMovement of any number; infinite when one is not finite
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never leaves the diagnosis
record Matrix(
    OutputKind kind,
    double[] tolerance,
    double[][] before,
    double[][] now,
    double largestMovement) {

  private static final long MOST_NUMBERS = 8_000_000;

  /** How far a healthy run may exceed the largest held-out score and still be noise here. */
  private static final double NOISE = 2;

  /** The rows of this output; empty when it has none, or rows of several lengths. */
  static Optional<Matrix> of(Comparison comparison, OutputSpec spec, Moved moved) {
    OutputReference reference = moved.reference();
    List<Pair> pairs = sampled(moved, reference);
    List<double[]> before = new ArrayList<>();
    List<double[]> now = new ArrayList<>();
    List<Double> tolerance = new ArrayList<>();
    for (Pair pair : pairs) {
      Tensor centre = reference.centre().get(pair.position()).orElseThrow();
      int width = Rows.width(centre);
      if (!Rows.isNumeric(spec, centre) || (!before.isEmpty() && before.get(0).length != width)) {
        return Optional.empty();
      }
      Case golden = comparison.suite().cases().get(pair.position());
      Ruler ruler = Ruler.of(spec, golden, reference.unit());
      double noise = NOISE * moved.heldOut() * reference.scale().get(pair.position());
      List<double[]> was = rows(centre, width);
      List<double[]> is = pair.sameBits() ? was : rows(answer(comparison, moved, pair), width);
      for (int r = 0; r < was.size(); r++) {
        if (hasFinite(was.get(r)) || hasFinite(is.get(r))) {
          before.add(was.get(r));
          now.add(is.get(r));
          tolerance.add(ruler.explained(was.get(r), noise));
        }
      }
    }
    return before.isEmpty() ? Optional.empty() : Optional.of(of(spec, tolerance, before, now));
  }

  private static Matrix of(
      OutputSpec spec, List<Double> tolerance, List<double[]> before, List<double[]> now) {
    double largest = 0;
    for (int r = 0; r < before.size(); r++) {
      largest = Math.max(largest, distance(before.get(r), now.get(r)));
    }
    return new Matrix(
        spec.kind(),
        tolerance.stream().mapToDouble(Double::doubleValue).toArray(),
        before.toArray(double[][]::new),
        now.toArray(double[][]::new),
        largest);
  }

  private static List<Pair> sampled(Moved moved, OutputReference reference) {
    List<Pair> pairs = moved.pairs();
    long numbers =
        pairs.stream()
            .mapToLong(p -> reference.centre().get(p.position()).orElseThrow().size())
            .sum();
    int stride = (int) (1 + numbers / MOST_NUMBERS);
    List<Pair> sampled = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i += stride) {
      sampled.add(pairs.get(i));
    }
    return sampled;
  }

  private static Tensor answer(Comparison comparison, Moved moved, Pair pair) {
    return comparison
        .aligned()
        .get(pair.position())
        .map(output -> output.tensors().get(moved.output()))
        .orElseThrow();
  }

  private static List<double[]> rows(Tensor tensor, int width) {
    double[] values = tensor.toDoubles();
    List<double[]> rows = new ArrayList<>();
    for (int start = 0; start + width <= values.length; start += width) {
      rows.add(Arrays.copyOfRange(values, start, start + width));
    }
    return rows;
  }

  private static boolean hasFinite(double[] row) {
    return Arrays.stream(row).anyMatch(Double::isFinite);
  }

  int rows() {
    return before.length;
  }

  int width() {
    return before[0].length;
  }

  /** The largest movement that class or noise explain in any row. */
  double largestTolerance() {
    return Arrays.stream(tolerance).max().orElse(0);
  }

  /** What a pattern may leave unexplained in a row: class and noise, or a hundredth of it all. */
  double residual(int row) {
    return Math.max(tolerance[row], 0.01 * largestMovement);
  }

  /** How many rows moved further than class and noise explain. */
  int movedRows() {
    int moved = 0;
    for (int r = 0; r < before.length; r++) {
      moved += hasMoved(r) ? 1 : 0;
    }
    return moved;
  }

  boolean hasMoved(int row) {
    return distance(before[row], now[row]) > tolerance[row];
  }

  /** The largest coordinate distance of two rows; infinite when a number is not finite. */
  static double distance(double[] a, double[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      double delta = Math.abs(a[i] - b[i]);
      if (delta > largest) {
        largest = delta;
      } else if (Double.isNaN(delta)
          && Double.doubleToLongBits(a[i]) != Double.doubleToLongBits(b[i])) {
        return Double.POSITIVE_INFINITY;
      }
    }
    return largest;
  }

  /** True when no coordinate of two rows is further apart than this. */
  static boolean isNear(double[] a, double[] b, double allowed) {
    for (int i = 0; i < a.length; i++) {
      if (!isNear(a[i], b[i], allowed)) {
        return false;
      }
    }
    return true;
  }

  /** True when two numbers are no further apart than this, or are the same NaN or infinity. */
  static boolean isNear(double a, double b, double allowed) {
    return Math.abs(a - b) <= allowed || a == b || (Double.isNaN(a) && Double.isNaN(b));
  }
}

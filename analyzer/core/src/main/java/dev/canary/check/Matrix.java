package dev.canary.check;

import dev.canary.baseline.OutputReference;
import dev.canary.baseline.Pair;
import dev.canary.baseline.Rows;
import dev.canary.baseline.Ruler;
import dev.canary.suite.OutputKind;
import dev.canary.suite.OutputSpec;
import dev.canary.target.Output;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rows of one numeric output, before and now, for finding patterns in how they moved.
 *
 * @param kind what the numbers mean
 * @param tolerance the allowed movement in output units, for the typical row
 * @param type of the numbers
 * @param before rows of the baseline, all of one length
 * @param now the same rows of the run
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never leaves the diagnosis
record Matrix(OutputKind kind, double tolerance, DType type, double[][] before, double[][] now) {
  /** Enough rows to see any pattern; more would only cost time. */
  private static final int ROWS = 512;

  static Optional<Matrix> of(
      Comparison comparison,
      String name,
      OutputSpec spec,
      OutputReference reference,
      List<Pair> pairs) {
    List<double[]> before = new ArrayList<>();
    List<double[]> now = new ArrayList<>();
    List<Optional<Output>> answers = Comparison.answers(comparison.run());
    Tensor first = reference.centre().get(pairs.get(0).position()).orElseThrow();
    int width = Rows.width(first);
    for (Pair pair : movedFirst(pairs)) {
      Tensor centre = reference.centre().get(pair.position()).orElseThrow();
      Tensor answer = answers.get(pair.position()).orElseThrow().tensors().get(name);
      if (answer == null || !Rows.isNumeric(spec, centre) || Rows.width(centre) != width) {
        return Optional.empty();
      }
      addRows(before, centre.toDoubles(), width);
      addRows(now, answer.toDoubles(), width);
      if (before.size() >= ROWS) {
        break;
      }
    }
    double unit = Ruler.of(spec, comparison.suite().cases().get(0), reference.unit()).unit();
    double tolerance =
        spec.precision().tolerance() * (spec.kind() == OutputKind.PROBABILITIES ? 1 : unit);
    return Optional.of(
        new Matrix(
            spec.kind(),
            tolerance,
            first.dtype(),
            before.toArray(double[][]::new),
            now.toArray(double[][]::new)));
  }

  /** Moved rows and unmoved ones both carry the pattern: the moved come first, then the rest. */
  private static List<Pair> movedFirst(List<Pair> pairs) {
    List<Pair> sorted = new ArrayList<>(pairs);
    sorted.sort((a, b) -> Boolean.compare(a.sameBits(), b.sameBits()));
    return sorted;
  }

  private static void addRows(List<double[]> rows, double[] values, int width) {
    for (int start = 0; start + width <= values.length; start += width) {
      rows.add(java.util.Arrays.copyOfRange(values, start, start + width));
    }
  }

  int width() {
    return before[0].length;
  }

  /** The largest movement of any number. */
  double largestMovement() {
    double largest = 0;
    for (int r = 0; r < before.length; r++) {
      largest = Math.max(largest, distance(before[r], now[r]));
    }
    return largest;
  }

  /** What a pattern may leave unexplained: the class, or a hundredth of the movement. */
  double residual() {
    return Math.max(tolerance, 0.01 * largestMovement());
  }

  /** The largest coordinate distance of two rows; infinite when a number is not finite. */
  static double distance(double[] a, double[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      double delta = Math.abs(a[i] - b[i]);
      largest = Double.isNaN(delta) ? Double.POSITIVE_INFINITY : Math.max(largest, delta);
    }
    return largest;
  }
}

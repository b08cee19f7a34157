package dev.canary.check;

import dev.canary.baseline.Baseline;
import dev.canary.given.Given;
import dev.canary.given.Given.Judged;
import dev.canary.suite.Case;
import dev.canary.suite.OutputKind;
import dev.canary.suite.Precision;
import dev.canary.suite.Suite;
import dev.canary.target.ModelIdentity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;

/** Answers of a classifier before and after a fault, and what is found in them. */
final class Movements {
  static final int CASES = 40;
  static final int CLASSES = 5;
  static final ModelIdentity HERE = Given.model("1", Optional.empty(), Optional.of("cpu"));
  static final ModelIdentity ELSEWHERE = Given.recorded();

  private Movements() {}

  /** Rows of a model that tells its cases apart. */
  static double[][] logits() {
    Random random = new Random(11);
    double[][] rows = new double[CASES][CLASSES];
    for (double[] row : rows) {
      Arrays.setAll(row, c -> (float) (3 * random.nextGaussian()));
    }
    return rows;
  }

  static double[][] probabilities() {
    return Arrays.stream(logits()).map(row -> softmax(row, 1)).toArray(double[][]::new);
  }

  static double[] softmax(double[] logits, double factor) {
    double[] powers = Arrays.stream(logits).map(v -> Math.exp(factor * v)).toArray();
    double sum = Arrays.stream(powers).sum();
    return Arrays.stream(powers).map(v -> v / sum).toArray();
  }

  static UnaryOperator<double[][]> each(DoubleUnaryOperator change) {
    return rows ->
        Arrays.stream(rows)
            .map(r -> Arrays.stream(r).map(change).toArray())
            .toArray(double[][]::new);
  }

  static UnaryOperator<double[][]> columns(int... source) {
    return rows ->
        Arrays.stream(rows)
            .map(r -> Arrays.stream(source).mapToDouble(c -> r[c]).toArray())
            .toArray(double[][]::new);
  }

  /** Only these cases change. */
  static UnaryOperator<double[][]> only(int from, int to, UnaryOperator<double[][]> change) {
    return rows -> {
      double[][] all = rows.clone();
      double[][] changed = change.apply(rows);
      System.arraycopy(changed, from, all, from, to - from);
      return all;
    };
  }

  static UnaryOperator<double[][]> scattered(double size) {
    Random random = new Random(5);
    return each(v -> v + size * random.nextGaussian());
  }

  static Suite suite(OutputKind kind, Precision precision, int count) {
    List<Case> cases = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      cases.add(i < 10 ? Given.aCase("c" + i, "night", "all") : Given.aCase("c" + i, "all"));
    }
    return Given.suite(Given.spec(kind, precision), cases);
  }

  static Finding diagnosed(
      OutputKind kind, ModelIdentity now, double[][] before, double[][] after) {
    Suite suite = suite(kind, Precision.FP32, before.length);
    Baseline baseline = Given.baseline(suite, HERE, 26, (c, i) -> Given.row(before[i]));
    return Judged.of(suite, baseline, Given.run(suite, now, i -> Given.row(after[i])))
        .finding(DeviationCheck.CLASS);
  }
}

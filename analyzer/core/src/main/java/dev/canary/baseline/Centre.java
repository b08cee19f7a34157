package dev.canary.baseline;

import dev.canary.stats.Median;
import dev.canary.suite.OutputSpec;
import dev.canary.tensor.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The trusted answer of one case, from the captures that make the centre. */
final class Centre {
  private Centre() {}

  /**
   * The coordinate-wise median of numbers, the most frequent answer of anything else.
   *
   * @param answers of one type and shape, at least one
   */
  static Tensor of(OutputSpec spec, List<Tensor> answers) {
    Tensor first = answers.get(0);
    if (answers.stream().allMatch(first::equals)) {
      return first;
    }
    return Rows.isNumeric(spec, first) ? median(answers) : mostFrequent(answers);
  }

  private static Tensor median(List<Tensor> answers) {
    double[][] values = answers.stream().map(Tensor::toDoubles).toArray(double[][]::new);
    double[] centre = new double[values[0].length];
    double[] column = new double[values.length];
    for (int i = 0; i < centre.length; i++) {
      int at = i;
      Arrays.setAll(column, row -> values[row][at]);
      centre[i] = medianOrOddOne(column);
    }
    return answers.get(0).withValues(centre);
  }

  /**
   * A coordinate that every capture has at one infinity, or at NaN, is expected to be so; one that
   * is not finite in some captures only is NaN in the centre, and its numbers are never judged.
   */
  private static double medianOrOddOne(double[] column) {
    boolean finite = true;
    boolean same = true;
    for (double value : column) {
      finite &= Double.isFinite(value);
      same &= value == column[0];
    }
    return finite ? Median.of(column) : same ? column[0] : Double.NaN;
  }

  private static Tensor mostFrequent(List<Tensor> answers) {
    Map<Tensor, Integer> counts = new LinkedHashMap<>();
    answers.forEach(answer -> counts.merge(answer, 1, Integer::sum));
    return Collections.max(counts.entrySet(), Map.Entry.comparingByValue()).getKey();
  }
}

package dev.canary.baseline;

import dev.canary.suite.Case;
import dev.canary.suite.OutputSpec;
import dev.canary.tensor.Tensor;
import java.util.Arrays;

/** How far the label of a case is from another one in the baseline. */
public final class ClassMargin {
  private ClassMargin() {}

  /**
   * The smallest margin over the rows, in noise floors of the case: how far the best class would
   * have to fall to the second, or a single score to the middle at which its label changes.
   */
  public static double of(
      OutputSpec spec, Case golden, OutputReference reference, int position, Tensor centre) {
    Ruler ruler = Ruler.of(spec, golden, reference.unit());
    int width = Rows.width(centre);
    double[] values = centre.toDoubles();
    double smallest = Double.POSITIVE_INFINITY;
    for (int start = 0; start < values.length; start += width) {
      double[] row = Arrays.copyOfRange(values, start, start + width);
      double[] turned = width == 1 ? new double[] {Rows.middle(spec.kind())} : fallen(row);
      double z = ruler.measure(row, turned, width, reference.scale().get(position)).z();
      smallest = Math.min(smallest, z);
    }
    return smallest;
  }

  /** The row with its best score fallen to the second. */
  private static double[] fallen(double[] row) {
    int best = 0;
    for (int i = 1; i < row.length; i++) {
      best = row[i] > row[best] ? i : best;
    }
    double second = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < row.length; i++) {
      second = i == best ? second : Math.max(second, row[i]);
    }
    double[] fallen = row.clone();
    fallen[best] = second;
    return fallen;
  }
}

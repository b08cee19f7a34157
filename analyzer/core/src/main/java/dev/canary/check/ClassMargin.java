package dev.canary.check;

import dev.canary.baseline.OutputReference;
import dev.canary.baseline.Rows;
import dev.canary.baseline.Ruler;
import dev.canary.suite.Case;
import dev.canary.suite.OutputSpec;
import dev.canary.tensor.Tensor;

/** How far apart the two best classes of a case are in the baseline. */
final class ClassMargin {
  private ClassMargin() {}

  /**
   * The smallest margin over the rows, in noise floors of the case; infinite for a single class.
   */
  static double of(
      OutputSpec spec, Case golden, OutputReference reference, int position, Tensor centre) {
    Ruler ruler = Ruler.of(spec, golden, reference.unit());
    int width = Rows.width(centre);
    double[] values = centre.toDoubles();
    double smallest = Double.POSITIVE_INFINITY;
    for (int start = 0; width > 1 && start < values.length; start += width) {
      double best = Double.NEGATIVE_INFINITY;
      double second = Double.NEGATIVE_INFINITY;
      for (int i = start; i < start + width; i++) {
        second = Math.max(second, Math.min(best, values[i]));
        best = Math.max(best, values[i]);
      }
      double[] one = {best};
      double[] other = {second};
      smallest =
          Math.min(smallest, ruler.measure(one, other, 1, reference.scale().get(position)).z());
    }
    return smallest;
  }
}

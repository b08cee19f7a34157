package dev.canary.app.real;

import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.suite.OutputKind;
import dev.canary.suite.OutputSpec;
import dev.canary.suite.Suite;
import dev.canary.target.Output;
import dev.canary.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether any output moved beyond its precision class: the class rule of the product written down a
 * second time, straight from its definition, to hold the checks against.
 *
 * @param suite that was replayed
 * @param healthy what the untouched model answered
 */
record Moved(Suite suite, Run healthy) {

  /** True when some answer of the run is beyond the class of its output, or missing. */
  boolean beyondClass(Run run) {
    for (int i = 0; i < suite.cases().size(); i++) {
      Output before = answer(healthy, i);
      if (!(run.observations().get(i) instanceof Observation.Answered now)
          || !before.tensors().keySet().equals(now.output().tensors().keySet())) {
        return true;
      }
      for (Map.Entry<String, Tensor> output : before.tensors().entrySet()) {
        Tensor tensor = now.output().tensors().get(output.getKey());
        var spec = suite.specOf(output.getKey());
        if (spec.isPresent() && moved(output.getKey(), spec.get(), output.getValue(), tensor)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean moved(String name, OutputSpec spec, Tensor before, @Nullable Tensor now) {
    if (now == null) {
      return true;
    }
    if (!before.dtype().isFloat() || !before.toString().equals(now.toString())) {
      return !before.equals(now);
    }
    double c = spec.precision().tolerance();
    double[] old = before.toDoubles();
    double[] current = now.toDoubles();
    int width = width(before);
    double unit = unit(name);
    for (int i = 0; i < old.length; i++) {
      int start = i - i % width;
      double u =
          spec.kind() == OutputKind.PROBABILITIES
              ? 1
              : Math.max(unit, largest(Arrays.copyOfRange(old, start, start + width)));
      boolean same = Double.compare(old[i], current[i]) == 0 || old[i] == current[i];
      if (!same && !(Math.abs(current[i] - old[i]) <= c * u)) {
        return true;
      }
    }
    return false;
  }

  /** The median over cases of the largest magnitude. */
  private double unit(String name) {
    double[] all = new double[suite.cases().size()];
    for (int i = 0; i < all.length; i++) {
      Tensor tensor = answer(healthy, i).tensors().get(name);
      all[i] = tensor == null ? 0 : largest(tensor.toDoubles());
    }
    Arrays.sort(all);
    return (all[(all.length - 1) / 2] + all[all.length / 2]) / 2;
  }

  private static double largest(double[] values) {
    return Arrays.stream(values).map(Math::abs).filter(Double::isFinite).max().orElse(0);
  }

  private static int width(Tensor tensor) {
    int[] shape = tensor.shape();
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      if (shape[axis] > 1) {
        return shape[axis];
      }
    }
    return 1;
  }

  private static Output answer(Run run, int position) {
    return ((Observation.Answered) run.observations().get(position)).output();
  }
}

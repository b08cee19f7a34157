package dev.canary.baseline;

import dev.canary.suite.OutputKind;
import dev.canary.suite.OutputSpec;
import dev.canary.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** The rows of an output: vectors along its last axis that is longer than one. */
public final class Rows {
  private Rows() {}

  /**
   * The length of a row. Trailing axes of length one are skipped, so that [1, 1000, 1, 1] is one
   * row of 1000 classes; an output of one element has rows of one.
   */
  public static int width(Tensor tensor) {
    int[] shape = tensor.shape();
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      if (shape[axis] != 1) {
        return Math.max(shape[axis], 1);
      }
    }
    return 1;
  }

  /** True when this output is compared by its numbers, false when exactly. */
  public static boolean isNumeric(OutputSpec spec, Tensor tensor) {
    return tensor.dtype().isFloat()
        && spec.kind() != OutputKind.LABELS
        && spec.kind() != OutputKind.TEXT;
  }

  /**
   * The labels an output answers: per row the class of the largest score, or each element of a
   * label output; none for values, embeddings and text.
   *
   * @param classes the names of the classes along the row; the index where there is no name
   */
  public static List<String> labels(OutputSpec spec, List<String> classes, Tensor tensor) {
    boolean ranked = tensor.dtype().isFloat() && ranks(spec.kind(), tensor);
    if (!ranked && !holdsLabels(spec.kind(), tensor)) {
      return List.of();
    }
    List<String> labels = new ArrayList<>();
    if (ranked) {
      int width = width(tensor);
      double[] values = tensor.toDoubles();
      for (int start = 0; start < values.length; start += width) {
        labels.add(name(classes, winner(spec.kind(), values, start, width)));
      }
    } else {
      for (int i = 0; i < tensor.size(); i++) {
        labels.add(tensor.labelAt(i));
      }
    }
    return labels;
  }

  private static boolean ranks(OutputKind kind, Tensor tensor) {
    return kind.ranksClasses() || (kind == OutputKind.LABELS && width(tensor) > 1);
  }

  /** Whole numbers, bools and texts beside probabilities are taken for their labels. */
  private static boolean holdsLabels(OutputKind kind, Tensor tensor) {
    return kind == OutputKind.LABELS || (kind.ranksClasses() && !tensor.dtype().isFloat());
  }

  /** The names of the classes: the model's own, else the contract's. */
  public static List<String> classes(OutputSpec spec, List<String> ofModel) {
    return ofModel.isEmpty() ? spec.contract().labels() : ofModel;
  }

  /**
   * The position of the largest score in a row; a single score counts as the class 1 above its
   * middle.
   */
  private static int winner(OutputKind kind, double[] values, int start, int width) {
    if (width == 1) {
      return values[start] >= (kind == OutputKind.PROBABILITIES ? 0.5 : 0) ? 1 : 0;
    }
    int best = 0;
    for (int i = 1; i < width; i++) {
      if (values[start + i] > values[start + best]) {
        best = i;
      }
    }
    return best;
  }

  private static String name(List<String> classes, int index) {
    return index < classes.size() ? classes.get(index) : Integer.toString(index);
  }
}

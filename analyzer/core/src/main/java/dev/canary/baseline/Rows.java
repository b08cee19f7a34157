package dev.canary.baseline;

import dev.canary.suite.OutputKind;
import dev.canary.suite.OutputSpec;
import dev.canary.tensor.Digest;
import dev.canary.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The rows of an output: vectors along its last axis that is longer than one. */
public final class Rows {
  /** How many elements of an exactly compared output are each a label of their own. */
  private static final int MOST_ELEMENTS = 64;

  private static final double[] NO_NUMBERS = {};

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
   * The labels an output answers: per row the class of the largest score, or each element of what
   * is compared exactly (labels, texts, whole numbers); none for numbers. An output that is no
   * label and has very many elements answers their digest.
   *
   * @param classes the names of the classes along the row; the index where there is no name
   */
  public static List<String> labels(OutputSpec spec, List<String> classes, Tensor tensor) {
    return labels(spec, classes, tensor, numbers(tensor));
  }

  /** The numbers of a float tensor; none of any other. */
  static double[] numbers(Tensor tensor) {
    return tensor.dtype().isFloat() ? tensor.toDoubles() : NO_NUMBERS;
  }

  /** The same, for whoever has the numbers of the tensor already. */
  static List<String> labels(
      OutputSpec spec, List<String> classes, Tensor tensor, double[] numbers) {
    if (tensor.dtype().isFloat() && ranks(spec.kind(), tensor)) {
      return winners(spec.kind(), classes, width(tensor), numbers);
    }
    if (isNumeric(spec, tensor)) {
      return List.of();
    }
    if (tensor.size() > MOST_ELEMENTS && !holdsLabels(spec.kind())) {
      return List.of(new Digest().add(tensor).finish());
    }
    return IntStream.range(0, tensor.size()).mapToObj(tensor::labelAt).toList();
  }

  private static List<String> winners(
      OutputKind kind, List<String> classes, int width, double[] values) {
    List<String> labels = new ArrayList<>(values.length / width);
    // A single score tells two classes apart; one name would be that of the score, not of a class.
    List<String> names = width > 1 || classes.size() == 2 ? classes : List.of();
    for (int start = 0; start < values.length; start += width) {
      labels.add(name(names, winner(kind, values, start, width)));
    }
    return labels;
  }

  private static boolean ranks(OutputKind kind, Tensor tensor) {
    return kind.ranksClasses() || (kind == OutputKind.LABELS && width(tensor) > 1);
  }

  /** Whole numbers, bools and texts beside probabilities are taken for their labels. */
  private static boolean holdsLabels(OutputKind kind) {
    return kind == OutputKind.LABELS || kind.ranksClasses();
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
      return values[start] >= middle(kind) ? 1 : 0;
    }
    int best = 0;
    for (int i = 1; i < width; i++) {
      if (values[start + i] > values[start + best]) {
        best = i;
      }
    }
    return best;
  }

  /** Where the label of a single score changes. */
  public static double middle(OutputKind kind) {
    return kind == OutputKind.PROBABILITIES ? 0.5 : 0;
  }

  private static String name(List<String> classes, int index) {
    return index < classes.size() ? classes.get(index) : Integer.toString(index);
  }
}

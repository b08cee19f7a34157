package dev.canary.app.init;

import dev.canary.suite.OutputKind;
import dev.canary.suite.Precision;
import dev.canary.target.Output;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an output seems to be, by a few answers; a user who knows better changes it.
 *
 * @param kind how two answers are compared
 * @param precision the class of its type; empty for what is compared exactly
 * @param why one line for a comment
 */
record KindGuess(OutputKind kind, Optional<Precision> precision, String why) {
  private static final double SUM_WITHIN = 1e-3;
  private static final int LONGEST_LABEL = 40;
  private static final int SEVERAL = 3;
  private static final int LONG_VECTOR = 64;
  private static final double UNIT_WITHIN = 1e-2;
  private static final Pattern EMBEDDING = Pattern.compile("embed|pool|hidden|vector|feature");
  private static final Pattern VALUES = Pattern.compile("value|price|regress|forecast|predict|box");

  /** The guess about the output of this name. */
  static KindGuess of(String name, List<Output> answers) {
    List<Tensor> given =
        answers.stream()
            .flatMap(answer -> Optional.ofNullable(answer.tensors().get(name)).stream())
            .filter(tensor -> tensor.size() > 0)
            .toList();
    if (given.isEmpty()) {
      return new KindGuess(OutputKind.VALUES, Optional.empty(), "no answer showed what it is");
    }
    // Where nobody tells the type, answers that happen to be whole stand beside fractions.
    DType dtype =
        given.stream()
            .map(Tensor::dtype)
            .filter(DType::isFloat)
            .findFirst()
            .orElse(given.get(0).dtype());
    if (dtype == DType.STRING) {
      return texts(given);
    }
    if (!dtype.isFloat()) {
      return new KindGuess(
          OutputKind.LABELS, Optional.empty(), dtype.label() + ": compared exactly");
    }
    Precision precision = isFloats(given) ? Precision.FP32 : precision(dtype);
    return numbers(name.toLowerCase(Locale.ROOT), given, precision, isClasses(name, answers));
  }

  private static KindGuess texts(List<Tensor> given) {
    boolean labels =
        given.stream()
            .flatMap(tensor -> tensor.texts().stream())
            .allMatch(text -> text.length() <= LONGEST_LABEL && !text.contains("\n"));
    return labels
        ? new KindGuess(OutputKind.LABELS, Optional.empty(), "short texts")
        : new KindGuess(OutputKind.TEXT, Optional.empty(), "long texts");
  }

  private static KindGuess numbers(
      String name, List<Tensor> given, Precision precision, boolean classes) {
    List<double[]> rows = finiteRows(given);
    int length = rows.isEmpty() ? 0 : rows.get(0).length;
    if (length > 1 && rows.stream().allMatch(KindGuess::isDistribution)) {
      return new KindGuess(
          OutputKind.PROBABILITIES,
          Optional.of(precision),
          "each of %d rows lies in [0, 1] and sums to 1".formatted(rows.size()));
    }
    boolean unit = length >= LONG_VECTOR && rows.stream().allMatch(KindGuess::hasLengthOne);
    if (unit || (length > 1 && EMBEDDING.matcher(name).find())) {
      return new KindGuess(
          OutputKind.EMBEDDING,
          Optional.of(precision),
          unit ? "%d numbers of length 1".formatted(length) : "by its name");
    }
    if (length > 1 && (classes || !VALUES.matcher(name).find())) {
      return new KindGuess(
          OutputKind.LOGITS,
          Optional.of(precision),
          "rows of %d numbers that are no probabilities; say values if they rank no classes"
              .formatted(length));
    }
    return new KindGuess(OutputKind.VALUES, Optional.of(precision), "numbers");
  }

  private static boolean isClasses(String name, List<Output> answers) {
    return answers.stream().anyMatch(answer -> answer.classes().containsKey(name));
  }

  private static Precision precision(DType dtype) {
    return switch (dtype) {
      case FP64 -> Precision.FP64;
      case FP16 -> Precision.FP16;
      case BF16 -> Precision.BF16;
      default -> Precision.FP32;
    };
  }

  /**
   * True if several fractions came, and each is a number of fp32 that fp64 carries: widened ({@code
   * tolist()} of NumPy and PyTorch) or as its shortest text. JSON without types hides that a model
   * computes in fp32, whose noise is a million times what the class of fp64 allows.
   */
  private static boolean isFloats(List<Tensor> given) {
    int fractions = 0;
    for (Tensor tensor : given) {
      for (double value : tensor.toDoubles()) {
        float nearest = (float) value;
        if (Double.isFinite(value)
            && nearest != value
            && Double.parseDouble(Float.toString(nearest)) != value) {
          return false;
        }
        fractions += Double.isFinite(value) && value != Math.rint(value) ? 1 : 0;
      }
    }
    return fractions >= SEVERAL && given.stream().anyMatch(tensor -> tensor.dtype() == DType.FP64);
  }

  /** The rows along the last axis, of which all elements are finite. */
  private static List<double[]> finiteRows(List<Tensor> given) {
    List<double[]> rows = new ArrayList<>();
    for (Tensor tensor : given) {
      int[] shape = tensor.shape();
      int length = shape.length == 0 ? 1 : shape[shape.length - 1];
      double[] all = tensor.toDoubles();
      for (int from = 0; from < all.length; from += length) {
        double[] row = Arrays.copyOfRange(all, from, from + length);
        if (Arrays.stream(row).allMatch(Double::isFinite)) {
          rows.add(row);
        }
      }
    }
    return rows;
  }

  private static boolean isDistribution(double[] row) {
    double sum = Arrays.stream(row).sum();
    return Math.abs(sum - 1) <= SUM_WITHIN
        && Arrays.stream(row).allMatch(value -> value >= 0 && value <= 1);
  }

  private static boolean hasLengthOne(double[] row) {
    double squares = Arrays.stream(row).map(value -> value * value).sum();
    return Math.abs(squares - 1) <= UNIT_WITHIN;
  }
}

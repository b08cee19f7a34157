package dev.canary.app.web;

import dev.canary.format.Numbers;
import dev.canary.tensor.Tensor;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One output of a case in words, now and in the baseline. Of a long one those elements are shown
 * that moved most; of a long text, where it begins to differ.
 */
final class AnswerText {
  private static final int MOST_VALUES = 6;
  private static final int LONGEST_TEXT = 200;
  private static final int LEAD = 30;
  private static final int BRIEF = 9;

  private final Tensor now;
  private final Optional<Tensor> then;
  private final List<String> classes;
  private final int[] shown;

  private AnswerText(Tensor now, Optional<Tensor> then, List<String> classes) {
    this.now = now;
    this.then = then;
    this.classes = classes;
    this.shown = shown(now, then);
  }

  /**
   * Compares an output with what was captured.
   *
   * @param classes by which the elements are called; empty if they have no names
   */
  static CaseRow.Value of(String name, Tensor now, Optional<Tensor> then, List<String> classes) {
    AnswerText text = new AnswerText(now, then, classes);
    boolean differs = then.isPresent() && !now.equals(then.get());
    String brief = text.of(now, AnswerText::brief);
    String before = then.map(t -> text.of(t, AnswerText::brief)).orElse("");
    if (differs && brief.equals(before)) {
      // In nine digits where they show the difference, else in all of them.
      brief = text.of(now, AnswerText::element);
      before = then.map(t -> text.of(t, AnswerText::element)).orElse("");
    }
    return new CaseRow.Value(name, brief, before, differs);
  }

  private static int[] shown(Tensor now, Optional<Tensor> then) {
    Optional<Tensor> other =
        then.filter(t -> t.size() == now.size() && now.size() > MOST_VALUES && isNumbers(now, t));
    if (other.isEmpty()) {
      return IntStream.range(0, Math.min(MOST_VALUES, now.size())).toArray();
    }
    return IntStream.range(0, now.size())
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -moved(now, other.get(), i)))
        .limit(MOST_VALUES)
        .mapToInt(i -> i)
        .sorted()
        .toArray();
  }

  private static boolean isNumbers(Tensor one, Tensor other) {
    return one.dtype().isFloat() && other.dtype().isFloat();
  }

  private static double moved(Tensor now, Tensor then, int index) {
    double difference = Math.abs(now.doubleAt(index) - then.doubleAt(index));
    return Double.isNaN(difference) ? Double.MAX_VALUE : difference;
  }

  private String of(Tensor tensor, Spelling spelling) {
    int[] there = IntStream.of(shown).filter(i -> i < tensor.size()).toArray();
    String values =
        IntStream.of(there)
            .mapToObj(i -> named(i) + excerpt(i, spelling.of(tensor, i)))
            .collect(Collectors.joining(", "));
    int more = tensor.size() - there.length;
    return more > 0 ? values + " … %d more".formatted(more) : values;
  }

  private String named(int index) {
    if (classes.size() == now.size()) {
      return classes.get(index) + " ";
    }
    boolean gaps = shown.length > 0 && shown[shown.length - 1] >= shown.length;
    return gaps ? "[" + index + "] " : "";
  }

  /** A part of a long text, from shortly before its first difference. */
  private String excerpt(int index, String text) {
    if (text.length() <= LONGEST_TEXT) {
      return text;
    }
    int from = Math.max(0, Math.min(firstDifference(index), text.length() - LONGEST_TEXT) - LEAD);
    int to = Math.min(text.length(), from + LONGEST_TEXT);
    return (from > 0 ? "…" : "") + text.substring(from, to) + (to < text.length() ? "…" : "");
  }

  private int firstDifference(int index) {
    if (then.isEmpty() || index >= then.get().size() || index >= now.size()) {
      return 0;
    }
    String one = element(now, index);
    String other = element(then.get(), index);
    return IntStream.range(0, Math.min(one.length(), other.length()))
        .filter(i -> one.charAt(i) != other.charAt(i))
        .findFirst()
        .orElse(one.equals(other) ? 0 : Math.min(one.length(), other.length()));
  }

  /** Spells one element of an answer. */
  private interface Spelling {
    String of(Tensor tensor, int index);
  }

  private static String brief(Tensor tensor, int index) {
    return switch (tensor.dtype()) {
      case FP64 -> Numbers.text(rounded(tensor.doubleAt(index)));
      case FP32,
          FP16,
          BF16,
          STRING,
          INT64,
          UINT64,
          BOOL,
          INT32,
          INT16,
          INT8,
          UINT32,
          UINT16,
          UINT8 ->
          element(tensor, index);
    };
  }

  private static double rounded(double value) {
    return Double.isFinite(value)
        ? new BigDecimal(value).round(new MathContext(BRIEF)).doubleValue()
        : value;
  }

  /** Without loss. */
  private static String element(Tensor tensor, int index) {
    return switch (tensor.dtype()) {
      case FP64 -> Numbers.text(tensor.doubleAt(index));
      case FP32, FP16, BF16 -> Numbers.text((float) tensor.doubleAt(index));
      case STRING, INT64, UINT64, BOOL, INT32, INT16, INT8, UINT32, UINT16, UINT8 ->
          tensor.labelAt(index);
    };
  }
}

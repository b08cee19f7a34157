package dev.canary.check;

import dev.canary.baseline.Pair;
import dev.canary.suite.Suite;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The worst cases of a finding, worst first; ties keep the order of the suite. */
final class Worst {
  /** How many cases a finding names, unless naming all of them is the point. */
  static final int LIMIT = 20;

  /** How many characters of a label, which may be a long text, a note shows. */
  private static final int LABEL = 80;

  /** How many names that left a note tells. */
  private static final int LEFT = 3;

  private Worst() {}

  static <T> List<CaseDeviation> of(
      List<T> items, Function<T, String> id, ToDoubleFunction<T> size, Function<T, String> note) {
    return items.stream()
        .sorted(Comparator.comparingDouble(size).reversed())
        .limit(LIMIT)
        .map(item -> new CaseDeviation(id.apply(item), size.applyAsDouble(item), note.apply(item)))
        .toList();
  }

  /** The id of the case at a position. */
  static String id(Suite suite, int position) {
    return suite.cases().get(position).id();
  }

  /** How a single label changed, in words that fit on a line; empty where there are several. */
  static String change(Pair pair) {
    return pair.labelDiffers() && pair.before().size() == 1 && pair.now().size() == 1
        ? shortened(pair.before().get(0)) + " -> " + shortened(pair.now().get(0))
        : "";
  }

  /** Which names are no longer among the best, and which came for them. */
  static String left(Pair pair) {
    return IntStream.range(0, Math.min(pair.before().size(), pair.now().size()))
        .filter(i -> !pair.before().get(i).equals(pair.now().get(i)))
        .limit(LEFT)
        .mapToObj(
            i -> "%s left, %s came".formatted(quoted(pair.before(), i), quoted(pair.now(), i)))
        .collect(Collectors.joining("; "));
  }

  /** Tokens may begin with a blank. */
  private static String quoted(List<String> labels, int index) {
    return "\"" + shortened(labels.get(index)) + "\"";
  }

  private static String shortened(String label) {
    return label.length() <= LABEL ? label : label.substring(0, LABEL) + "...";
  }
}

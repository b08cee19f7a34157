package dev.canary.measure;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** Counts the cases whose yes/no answer changed either way. */
final class LabelChanges {
  private LabelChanges() {}

  /** How many changed from the second answer to the first, and how many back: b and c. */
  static long[] of(Arguments arguments, Parameter<Long> b, Parameter<Long> c) {
    if (arguments.has(b) || arguments.has(c)) {
      return new long[] {arguments.get(b), arguments.get(c)};
    }
    if (arguments.has(Data.TABLE)) {
      return ofTable(Tables.counts(arguments));
    }
    return ofPairs(texts(arguments, Data.X), texts(arguments, Data.Y));
  }

  private static long[] ofTable(long[][] table) {
    if (table.length != 2 || table[0].length != 2 || table[1].length != 2) {
      throw new IllegalArgumentException("table has not two rows of two counts each");
    }
    return new long[] {table[0][1], table[1][0]};
  }

  private static List<String> texts(Arguments arguments, Parameter<Given> parameter) {
    if (arguments.get(parameter) instanceof Given.Labels labels) {
      return labels.values();
    }
    double[] answers = arguments.sample(parameter);
    for (int i = 0; i < answers.length; i++) {
      if (answers[i] != 0 && answers[i] != 1) {
        throw new IllegalArgumentException(
            "%s[%d] is %s: answers are 0 or 1, or one of two texts"
                .formatted(parameter.name(), i, answers[i]));
      }
    }
    return Arrays.stream(answers).mapToObj(answer -> answer == 1 ? "1" : "0").toList();
  }

  /** The counts of (x, y) = (second, first) and (first, second), answers in their order. */
  static long[] ofPairs(List<String> x, List<String> y) {
    if (x.size() != y.size()) {
      throw new IllegalArgumentException(
          "x has " + x.size() + " values and y has " + y.size() + ": pairs are needed");
    }
    TreeSet<String> answers = new TreeSet<>(x);
    answers.addAll(y);
    if (x.isEmpty() || answers.size() > 2) {
      throw new IllegalArgumentException(
          "there are " + answers.size() + " different answers: mcnemar takes two");
    }
    long[] changed = new long[2];
    for (int i = 0; i < x.size(); i++) {
      int order = x.get(i).compareTo(y.get(i));
      if (order != 0) {
        changed[order > 0 ? 0 : 1]++;
      }
    }
    return changed;
  }
}

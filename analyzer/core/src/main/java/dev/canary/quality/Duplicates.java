package dev.canary.quality;

import dev.canary.quality.Advice.Kind;
import dev.canary.quality.Advice.Named;
import dev.canary.suite.Case;
import dev.canary.suite.Input;
import dev.canary.suite.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/**
 * Cases that tell what another case tells already.
 *
 * <p>Two inputs are the same when every bit of them is, in the same order. Two answers are the same
 * when every number of every output is within the smaller of the class and 1e-5 of U, so that a
 * coarse class makes no duplicates of what merely looks alike. Fewer than {@value #TELLING} numbers
 * may be so near by chance: they must be equal, in cases that are bit-stable. Labels and texts
 * alone prove nothing.
 */
final class Duplicates {
  private static final int TELLING = 3;

  private Duplicates() {}

  static List<Advice> advice(List<Case> cases, List<Trusted> telling) {
    List<Named> inputs = new ArrayList<>();
    Map<Object, String> known = new HashMap<>();
    Set<String> repeated = new HashSet<>();
    for (Case golden : cases.stream().filter(Duplicates::hasInput).toList()) {
      String first = known.putIfAbsent(inOrder(golden.input()), golden.id());
      if (first != null) {
        inputs.add(Named.like(golden.id(), first));
        repeated.add(golden.id());
      }
    }
    List<Named> answers =
        sameAnswers(telling.stream().filter(t -> !repeated.contains(t.id())).toList());
    List<Advice> advice = new ArrayList<>();
    if (!inputs.isEmpty()) {
      advice.add(
          new Advice(
              Kind.SAME_INPUT,
              "%d of %d cases repeat the input of another".formatted(inputs.size(), cases.size()),
              "they cost time and tell nothing new: remove them",
              inputs));
    }
    if (!answers.isEmpty()) {
      advice.add(
          new Advice(
              Kind.SAME_ANSWER,
              "%d of %d cases answer as another does, though their inputs differ"
                  .formatted(answers.size(), cases.size()),
              "to the weights they are one case: keep only those that are there to be equal, such as a field that the model must ignore",
              answers));
    }
    return advice;
  }

  /** Recorded predictions go by the id of the case and need no input. */
  private static boolean hasInput(Case golden) {
    return !golden.input().tensors().isEmpty() || !golden.input().nulls().isEmpty();
  }

  /** The order of the fields, which a model should not mind and may, is part of an input. */
  private static Object inOrder(Input input) {
    return List.of(List.copyOf(input.tensors().entrySet()), List.copyOf(input.nulls()));
  }

  private static List<Named> sameAnswers(List<Trusted> telling) {
    Map<Integer, List<Trusted>> byCase = new HashMap<>();
    telling.forEach(t -> byCase.computeIfAbsent(t.position(), i -> new ArrayList<>()).add(t));
    List<List<Trusted>> cases =
        byCase.values().stream()
            .filter(outputs -> Double.isFinite(first(outputs)))
            .sorted(Comparator.comparingDouble(Duplicates::first))
            .toList();
    int[] like = IntStream.range(0, cases.size()).toArray();
    for (int i = 0; i < cases.size(); i++) {
      double most =
          first(cases.get(i)) + allowed(cases.get(i).get(0), cases.get(i).get(0).rows().get(0));
      for (int j = i + 1; j < cases.size() && first(cases.get(j)) <= most; j++) {
        if (like[j] == j && areAlike(cases.get(i), cases.get(j))) {
          like[j] = like[i];
        }
      }
    }
    return named(cases, like);
  }

  /** Every case of a group but the first in the suite, with that one. */
  private static List<Named> named(List<List<Trusted>> cases, int[] like) {
    Map<Integer, List<Trusted>> groups = new HashMap<>();
    for (int i = 0; i < like.length; i++) {
      groups.computeIfAbsent(like[i], key -> new ArrayList<>()).add(cases.get(i).get(0));
    }
    record Repeat(Trusted repeat, Trusted first) {}
    List<Repeat> repeats = new ArrayList<>();
    for (List<Trusted> group : groups.values()) {
      group.sort(Comparator.comparingInt(Trusted::position));
      group.stream().skip(1).forEach(other -> repeats.add(new Repeat(other, group.get(0))));
    }
    return repeats.stream()
        .sorted(Comparator.comparingInt(repeat -> repeat.repeat().position()))
        .map(repeat -> Named.like(repeat.repeat().id(), repeat.first().id()))
        .toList();
  }

  private static double first(List<Trusted> outputs) {
    return outputs.get(0).rows().get(0)[0];
  }

  private static boolean areAlike(List<Trusted> one, List<Trusted> other) {
    if (one.size() != other.size()) {
      return false;
    }
    boolean chance = one.stream().mapToInt(Trusted::size).sum() < TELLING;
    for (int i = 0; i < one.size(); i++) {
      Trusted a = one.get(i);
      Trusted b = other.get(i);
      boolean equal = chance ? areEqual(a, b) : areNear(a, b);
      if (!a.output().equals(b.output()) || !equal) {
        return false;
      }
    }
    return true;
  }

  private static boolean areEqual(Trusted a, Trusted b) {
    return a.bitStable() && b.bitStable() && areRows(a, b, Arrays::equals);
  }

  private static boolean areNear(Trusted a, Trusted b) {
    return areRows(a, b, (one, other) -> areNear(one, other, allowed(a, one)));
  }

  private static boolean areRows(Trusted a, Trusted b, BiPredicate<double[], double[]> alike) {
    return a.rows().size() == b.rows().size()
        && IntStream.range(0, a.rows().size())
            .allMatch(row -> alike.test(a.rows().get(row), b.rows().get(row)));
  }

  private static boolean areNear(double[] one, double[] other, double allowed) {
    if (one.length != other.length) {
      return false;
    }
    for (int i = 0; i < one.length; i++) {
      boolean near = Math.abs(one[i] - other[i]) <= allowed;
      if (!near && Double.compare(one[i], other[i]) != 0) {
        return false;
      }
    }
    return true;
  }

  private static double allowed(Trusted trusted, double[] row) {
    double share = Math.min(trusted.ruler().tolerance(), Precision.FP32.tolerance());
    return share * trusted.ruler().unitOf(row);
  }
}

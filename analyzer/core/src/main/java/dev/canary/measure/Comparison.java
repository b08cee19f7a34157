package dev.canary.measure;

import dev.canary.stats.PValueAdjustment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Two files of predictions compared.
 *
 * @param a what is seen now: x of every measure
 * @param b the reference: y of every measure
 * @param matching which prediction belongs beside which
 * @param movements how the pairs of each column moved; empty without pairs
 * @param paired what measures of pairs answer
 * @param unpaired what measures of two heaps answer, which predictions that changed places escape
 * @param notes what was left out, and why
 */
public record Comparison(
    Predictions a,
    Predictions b,
    Matching matching,
    List<Movement> movements,
    List<Line> paired,
    List<Line> unpaired,
    List<String> notes) {

  /** Keeps copies. */
  public Comparison {
    movements = List.copyOf(movements);
    paired = List.copyOf(paired);
    unpaired = List.copyOf(unpaired);
    notes = List.copyOf(notes);
  }

  /**
   * What one measure answers about one column.
   *
   * @param measure its name in the catalogue
   * @param column what was compared
   * @param answer of the measure
   * @param adjusted its p-value among all of the comparison, by Holm; empty where it has none or is
   *     the only one
   */
  public record Line(String measure, String column, Answer answer, OptionalDouble adjusted) {}

  /**
   * Compares.
   *
   * @throws IllegalArgumentException if the files have no column in common, or a measure that was
   *     asked for by name cannot answer
   */
  public static Comparison of(
      Predictions a, Predictions b, Matching matching, Selection selection) {
    Columns columns = Columns.common(a, b, matching);
    List<String> notes = new ArrayList<>(columns.notes());
    List<Line> paired = new ArrayList<>();
    List<Line> unpaired = new ArrayList<>();
    for (Task task : selection.tasks(columns)) {
      try {
        Answer answer = task.measure().answer(task.given());
        Line line = new Line(task.measure().name(), task.column(), answer, OptionalDouble.empty());
        (task.measure().kind().isOfPairs() ? paired : unpaired).add(line);
      } catch (IllegalArgumentException e) {
        if (selection.isByName()) {
          throw new IllegalArgumentException(
              task.measure().name() + " of " + task.column() + ": " + e.getMessage(), e);
        }
        notes.add(task.measure().name() + " of " + task.column() + ": " + e.getMessage());
      }
    }
    List<Line> all = new ArrayList<>(paired);
    all.addAll(unpaired);
    List<Line> adjusted = adjusted(all);
    return new Comparison(
        a,
        b,
        matching,
        columns.movements(),
        adjusted.subList(0, paired.size()),
        adjusted.subList(paired.size(), all.size()),
        notes);
  }

  /**
   * One measure of one column.
   *
   * @param given its data and parameters
   */
  record Task(Measure measure, String column, Map<String, Given> given) {}

  private static List<Line> adjusted(List<Line> lines) {
    int[] tests =
        IntStream.range(0, lines.size())
            .filter(i -> lines.get(i).answer().significance().isPresent())
            .toArray();
    if (tests.length < 2) {
      return lines;
    }
    double[] p =
        Arrays.stream(tests)
            .mapToDouble(i -> lines.get(i).answer().significance().orElseThrow().pValue())
            .toArray();
    double[] adjusted = PValueAdjustment.HOLM.adjust(p);
    List<Line> all = new ArrayList<>(lines);
    for (int i = 0; i < tests.length; i++) {
      Line line = lines.get(tests[i]);
      all.set(
          tests[i],
          new Line(line.measure(), line.column(), line.answer(), OptionalDouble.of(adjusted[i])));
    }
    return all;
  }
}

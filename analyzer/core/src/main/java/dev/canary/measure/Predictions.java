package dev.canary.measure;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The predictions of one file, case by case, as columns of numbers and of labels.
 *
 * @param file as a person would name it
 * @param keys the ids of the cases, or the numbers of their rows from 0
 * @param haveIds whether the keys are ids, which the file itself names
 * @param unanswered the keys of cases without an answer, which are not among the others
 * @param columns each of one value a key
 */
public record Predictions(
    String file,
    List<String> keys,
    boolean haveIds,
    List<String> unanswered,
    List<Column> columns) {

  /** Keeps what it is given, which may be long. */
  public Predictions {
    keys = Collections.unmodifiableList(keys);
    unanswered = List.copyOf(unanswered);
    columns = List.copyOf(columns);
  }

  /**
   * One output, or one number of an output.
   *
   * @param name of the column in the file, or of the output with the place in it
   * @param values numbers or labels, one a case
   */
  public record Column(String name, Given values) {
    /** True for labels. */
    public boolean isLabels() {
      return values instanceof Given.Labels;
    }

    /** Some of its values. */
    Column at(int[] rows) {
      if (values instanceof Given.Labels labels) {
        List<String> chosen = IntStream.of(rows).mapToObj(labels.values()::get).toList();
        return new Column(name, new Given.Labels(chosen));
      }
      double[] all = numbers();
      return new Column(
          name, new Given.Numbers(IntStream.of(rows).mapToDouble(row -> all[row]).toArray()));
    }

    double[] numbers() {
      return ((Given.Numbers) values).values();
    }

    List<String> labels() {
      return ((Given.Labels) values).values();
    }
  }

  /** The column of a name, if there is one. */
  Optional<Column> column(String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }
}

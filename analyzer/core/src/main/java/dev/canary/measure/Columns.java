package dev.canary.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The columns that two files have in common, their values in the order of the pairs. */
final class Columns {
  private final List<Predictions.Column> a;
  private final List<Predictions.Column> b;
  private final List<String> notes;
  private final List<String> keys;
  private final boolean paired;

  private Columns(
      List<Predictions.Column> a,
      List<Predictions.Column> b,
      List<String> notes,
      List<String> keys,
      boolean paired) {
    this.a = a;
    this.b = b;
    this.notes = notes;
    this.keys = keys;
    this.paired = paired;
  }

  /** Finds them by name, or, where no name agrees, by place. */
  static Columns common(Predictions a, Predictions b, Matching matching) {
    List<Predictions.Column> ofA = new ArrayList<>();
    List<Predictions.Column> ofB = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (Predictions.Column column : a.columns()) {
      Optional<Predictions.Column> other = b.column(column.name());
      if (other.isEmpty()) {
        notes.add("only " + a.file() + " has a column " + column.name());
      } else if (other.get().isLabels() != column.isLabels()) {
        notes.add("column " + column.name() + " holds numbers in one file, texts in the other");
      } else {
        ofA.add(matching.ofA(column));
        ofB.add(matching.ofB(other.get()));
      }
    }
    for (Predictions.Column column : b.columns()) {
      if (a.column(column.name()).isEmpty()) {
        notes.add("only " + b.file() + " has a column " + column.name());
      }
    }
    if (ofA.isEmpty()) {
      return byPlace(a, b, matching);
    }
    return new Columns(ofA, ofB, notes, keys(a, matching), matching.by() != Matching.By.NOTHING);
  }

  private static Columns byPlace(Predictions a, Predictions b, Matching matching) {
    boolean alike = a.columns().size() == b.columns().size();
    for (int i = 0; alike && i < a.columns().size(); i++) {
      alike = a.columns().get(i).isLabels() == b.columns().get(i).isLabels();
    }
    if (!alike) {
      throw new IllegalArgumentException(
          "%s has the columns %s, and %s has %s: none in common"
              .formatted(a.file(), names(a), b.file(), names(b)));
    }
    return new Columns(
        a.columns().stream().map(matching::ofA).toList(),
        b.columns().stream().map(matching::ofB).toList(),
        List.of("no column names agree: columns are compared by their place"),
        keys(a, matching),
        matching.by() != Matching.By.NOTHING);
  }

  private static String names(Predictions file) {
    return String.join(", ", file.columns().stream().map(Predictions.Column::name).toList());
  }

  private static List<String> keys(Predictions a, Matching matching) {
    return IntStream.range(0, matching.pairs())
        .mapToObj(pair -> a.keys().get(matching.rowA(pair)))
        .toList();
  }

  List<String> notes() {
    return notes;
  }

  boolean arePaired() {
    return paired;
  }

  int count() {
    return a.size();
  }

  String name(int column) {
    return a.get(column).name();
  }

  boolean areLabels(int column) {
    return a.get(column).isLabels();
  }

  /** True for labels of which there are two at most. */
  boolean areTwoLabels(int column) {
    return areLabels(column)
        && IntStream.of(0, 1)
                .mapToObj(side -> (side == 0 ? a : b).get(column).labels())
                .flatMap(List::stream)
                .distinct()
                .limit(3)
                .count()
            <= 2;
  }

  Given x(int column) {
    return a.get(column).values();
  }

  Given y(int column) {
    return b.get(column).values();
  }

  List<Movement> movements() {
    return paired
        ? IntStream.range(0, a.size()).mapToObj(i -> Movement.of(a.get(i), b.get(i), keys)).toList()
        : List.of();
  }

  /** The numbers of all columns of numbers, row by row. */
  Given rowsX() {
    return rows(a);
  }

  /** The same of the reference. */
  Given rowsY() {
    return rows(b);
  }

  /** How many columns hold numbers. */
  long numeric() {
    return a.stream().filter(column -> !column.isLabels()).count();
  }

  private static Given rows(List<Predictions.Column> columns) {
    List<double[]> numbers =
        columns.stream()
            .filter(column -> !column.isLabels())
            .map(Predictions.Column::numbers)
            .toList();
    return new Given.Rows(
        IntStream.range(0, numbers.get(0).length)
            .mapToObj(row -> numbers.stream().mapToDouble(column -> column[row]).toArray())
            .toList());
  }
}

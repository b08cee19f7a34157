package dev.canary.measure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Which prediction of one file belongs beside which of another. */
public final class Matching {
  /** What tells that two predictions belong together. */
  public enum By {
    /** The id of the case. */
    ID,
    /** The number of the row. */
    ROW,
    /** Nothing: two heaps. */
    NOTHING
  }

  /** What is asked for. */
  public enum Wish {
    /** By id where both files have ids, else nothing. */
    WHERE_IDS_ARE,
    /** By id where both files have ids, else by row. */
    PAIRED,
    /** By id. */
    BY_ID,
    /** By row. */
    BY_ROW,
    /** Not at all. */
    UNPAIRED
  }

  private final By by;
  private final int[] rowsA;
  private final int[] rowsB;
  private final List<String> onlyA;
  private final List<String> onlyB;

  private Matching(By by, int[] rowsA, int[] rowsB, List<String> onlyA, List<String> onlyB) {
    this.by = by;
    this.rowsA = rowsA;
    this.rowsB = rowsB;
    this.onlyA = onlyA;
    this.onlyB = onlyB;
  }

  /**
   * Pairs two files as asked.
   *
   * @throws IllegalArgumentException if they cannot be paired so, or if no case is in both
   */
  public static Matching of(Predictions a, Predictions b, Wish wish) {
    boolean ids = a.haveIds() && b.haveIds();
    By by =
        switch (wish) {
          case WHERE_IDS_ARE -> ids ? By.ID : By.NOTHING;
          case PAIRED -> ids ? By.ID : By.ROW;
          case BY_ID -> By.ID;
          case BY_ROW -> By.ROW;
          case UNPAIRED -> By.NOTHING;
        };
    return switch (by) {
      case ID -> byKey(by, requireIds(a), requireIds(b));
      case ROW -> byRow(a, b);
      case NOTHING -> new Matching(by, all(a), all(b), List.of(), List.of());
    };
  }

  private static Predictions requireIds(Predictions file) {
    if (!file.haveIds()) {
      throw new IllegalArgumentException(
          file.file() + " names no ids; pair by row, or name the column of the ids");
    }
    return file;
  }

  /** Rows pair by their number in the file: a case without an answer leaves no gap behind. */
  private static Matching byRow(Predictions a, Predictions b) {
    int rowsA = a.keys().size() + a.unanswered().size();
    int rowsB = b.keys().size() + b.unanswered().size();
    if (rowsA != rowsB) {
      throw new IllegalArgumentException(
          "%s has %d rows and %s has %d: rows pair only where there are as many"
              .formatted(a.file(), rowsA, b.file(), rowsB));
    }
    if (!a.haveIds() && !b.haveIds()) {
      return byKey(By.ROW, a, b);
    }
    if (!a.unanswered().isEmpty() || !b.unanswered().isEmpty()) {
      throw new IllegalArgumentException("rows without an answer cannot be paired by row");
    }
    return new Matching(By.ROW, all(a), all(b), List.of(), List.of());
  }

  private static Matching byKey(By by, Predictions a, Predictions b) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < b.keys().size(); i++) {
      places.put(b.keys().get(i), i);
    }
    List<String> onlyA = new ArrayList<>();
    int[] rowsA = new int[a.keys().size()];
    int[] rowsB = new int[a.keys().size()];
    int pairs = 0;
    for (int i = 0; i < rowsA.length; i++) {
      Optional<Integer> place = Optional.ofNullable(places.remove(a.keys().get(i)));
      if (place.isPresent()) {
        rowsA[pairs] = i;
        rowsB[pairs++] = place.get();
      } else {
        onlyA.add(a.keys().get(i));
      }
    }
    List<String> onlyB = b.keys().stream().filter(places::containsKey).toList();
    if (pairs == 0) {
      throw new IllegalArgumentException(
          "no id of %s is in %s: the first ids are %s and %s"
              .formatted(a.file(), b.file(), first(onlyA), first(onlyB)));
    }
    int[] usedA = IntStream.range(0, pairs).map(i -> rowsA[i]).toArray();
    int[] usedB = IntStream.range(0, pairs).map(i -> rowsB[i]).toArray();
    return new Matching(by, usedA, usedB, onlyA, onlyB);
  }

  private static String first(List<String> ids) {
    return ids.isEmpty() ? "none" : "\"" + ids.get(0) + "\"";
  }

  private static int[] all(Predictions file) {
    return IntStream.range(0, file.keys().size()).toArray();
  }

  /** What tells pairs. */
  public By by() {
    return by;
  }

  /** How many pairs there are; the predictions of A where there are none. */
  public int pairs() {
    return rowsA.length;
  }

  /** The keys of cases that are in A alone. */
  public List<String> onlyA() {
    return onlyA;
  }

  /** The keys of cases that are in B alone. */
  public List<String> onlyB() {
    return onlyB;
  }

  Predictions.Column ofA(Predictions.Column column) {
    return column.at(rowsA);
  }

  Predictions.Column ofB(Predictions.Column column) {
    return column.at(rowsB);
  }

  /** The row of A of a pair. */
  int rowA(int pair) {
    return rowsA[pair];
  }
}

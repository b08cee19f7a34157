package dev.canary.measure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How the pairs of one column moved: the facts, before any statistics.
 *
 * @param column its name
 * @param pairs how many there are
 * @param moved how many are not equal
 * @param largest the largest difference A - B, with its sign; empty for labels
 * @param where the key of the first case that moved so far, or changed its label; empty if none
 * @param changes how many labels changed from which to which, "B to A", the most frequent first
 */
public record Movement(
    String column,
    int pairs,
    int moved,
    OptionalDouble largest,
    String where,
    Map<String, Long> changes) {

  /** Keeps a copy. */
  public Movement {
    changes = Collections.unmodifiableMap(new LinkedHashMap<>(changes));
  }

  static Movement of(Predictions.Column a, Predictions.Column b, List<String> keys) {
    return a.isLabels() ? ofLabels(a, b, keys) : ofNumbers(a, b, keys);
  }

  private static Movement ofNumbers(Predictions.Column a, Predictions.Column b, List<String> keys) {
    double[] x = a.numbers();
    double[] y = b.numbers();
    int moved = 0;
    int furthest = 0;
    for (int i = 0; i < x.length; i++) {
      moved += x[i] == y[i] ? 0 : 1;
      if (Math.abs(x[i] - y[i]) > Math.abs(x[furthest] - y[furthest])) {
        furthest = i;
      }
    }
    String where = moved == 0 ? "" : keys.get(furthest);
    OptionalDouble largest = OptionalDouble.of(x[furthest] - y[furthest]);
    return new Movement(a.name(), x.length, moved, largest, where, Map.of());
  }

  private static Movement ofLabels(Predictions.Column a, Predictions.Column b, List<String> keys) {
    Map<String, Long> changes = new LinkedHashMap<>();
    int moved = 0;
    String where = "";
    for (int i = 0; i < keys.size(); i++) {
      String now = a.labels().get(i);
      String then = b.labels().get(i);
      if (!now.equals(then)) {
        where = moved++ == 0 ? keys.get(i) : where;
        changes.merge(then + " to " + now, 1L, Long::sum);
      }
    }
    Map<String, Long> sorted = new LinkedHashMap<>();
    changes.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEach(change -> sorted.put(change.getKey(), change.getValue()));
    return new Movement(a.name(), keys.size(), moved, OptionalDouble.empty(), where, sorted);
  }
}

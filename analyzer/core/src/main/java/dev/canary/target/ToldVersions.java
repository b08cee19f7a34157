package dev.canary.target;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The versions of a model as a server lists them before a replay and after it, by the place that
 * tells them.
 *
 * <p>Several versions in one place, before as after, are no change: servers keep some side by side
 * (Triton's version policy {@code all}, two that TensorFlow Serving has AVAILABLE) and only an
 * answer tells which of them it comes from. A place that lists others after than before was
 * changed.
 *
 * @param before by place; a place that went unanswered is missing
 * @param after by place
 */
public record ToldVersions(Map<String, Set<String>> before, Map<String, Set<String>> after) {
  public ToldVersions {
    before = sorted(before);
    after = sorted(after);
  }

  private static Map<String, Set<String>> sorted(Map<String, Set<String>> places) {
    Map<String, Set<String>> sorted = new TreeMap<>();
    places.forEach(
        (place, versions) -> {
          if (!versions.isEmpty()) {
            sorted.put(place, new TreeSet<>(versions));
          }
        });
    return sorted;
  }

  /** What {@link Health#versions()} takes: one version by place, and all where they changed. */
  public Map<String, Set<String>> current() {
    Map<String, Set<String>> current = all();
    current.entrySet().removeIf(place -> isSideBySide(place.getKey(), place.getValue()));
    return current;
  }

  /** A sentence for each place that lists several versions side by side. */
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    all()
        .forEach(
            (place, versions) -> {
              if (isSideBySide(place, versions)) {
                remarks.add(
                    "%s lists versions %s side by side"
                        .formatted(place, String.join(", ", versions)));
              }
            });
    return remarks;
  }

  /** The one version that every place lists, among others or alone; empty if none or several. */
  public static Optional<String> common(Map<String, Set<String>> places) {
    Optional<Set<String>> common =
        places.values().stream()
            .filter(versions -> !versions.isEmpty())
            .reduce(
                (some, others) -> {
                  Set<String> both = new TreeSet<>(some);
                  both.retainAll(others);
                  return both;
                });
    return common.filter(versions -> versions.size() == 1).map(v -> v.iterator().next());
  }

  private Map<String, Set<String>> all() {
    Map<String, Set<String>> all = new TreeMap<>(before);
    after.forEach(
        (place, more) ->
            all.merge(
                place,
                more,
                (some, others) -> {
                  Set<String> union = new TreeSet<>(some);
                  union.addAll(others);
                  return union;
                }));
    return all;
  }

  private boolean isSideBySide(String place, Set<String> versions) {
    return versions.size() > 1
        && versions.equals(before.getOrDefault(place, versions))
        && versions.equals(after.getOrDefault(place, versions));
  }
}

package dev.canary.baseline;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The label texts that captures gave to the cases of one output.
 *
 * @param centre by position, the text of the trusted answer
 * @param texts by position, the text of each capture; only cases whose captures are not all equal
 * @param known by position, what earlier captures gave besides the centre's
 */
record SeenLabels(
    Map<Integer, String> centre,
    Map<Integer, List<String>> texts,
    Map<Integer, Set<String>> known) {

  private static final int NONE = -1;

  /** By position, every label besides the centre's. */
  Map<Integer, Set<String>> others() {
    return without(NONE);
  }

  /**
   * The same from all captures but one. A capture that vouched for its own labels would never score
   * one; scored against the others, it ranks as a later run does. Leaving out makes its score the
   * larger one, so that the p-value stays valid.
   */
  Map<Integer, Set<String>> without(int capture) {
    Map<Integer, Set<String>> others = new TreeMap<>(known);
    texts.forEach(
        (position, given) -> {
          Set<String> seen = new TreeSet<>(known.getOrDefault(position, Set.of()));
          for (int i = 0; i < given.size(); i++) {
            if (i != capture) {
              seen.add(given.get(i));
            }
          }
          seen.remove(centre.getOrDefault(position, ""));
          if (!seen.isEmpty()) {
            others.put(position, seen);
          }
        });
    return others;
  }
}

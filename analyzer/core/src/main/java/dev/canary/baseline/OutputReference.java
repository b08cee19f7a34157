package dev.canary.baseline;

import dev.canary.tensor.Tensor;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the baseline holds of one output, for all cases in the order of the suite.
 *
 * @param centre the trusted answer of each case: the coordinate-wise median of the first captures,
 *     or the most frequent answer where there is no median; empty for a case that does not give
 *     this output
 * @param classes the names of the classes along a row; empty where the model names none
 * @param scale per case, the median deviation among the first captures, in score coordinates
 * @param unit the median over cases of the largest magnitude in the centre
 * @param bitStable the cases whose captures were all bit-identical, by position
 * @param otherLabels by position, the label texts that captures gave besides the centre's
 */
public record OutputReference(
    List<Optional<Tensor>> centre,
    List<String> classes,
    List<Double> scale,
    double unit,
    BitSet bitStable,
    Map<Integer, Set<String>> otherLabels) {
  public OutputReference {
    centre = List.copyOf(centre);
    scale = List.copyOf(scale);
    classes = List.copyOf(classes);
    otherLabels = Map.copyOf(otherLabels);
  }

  /** The same reference of the cases at these positions, which count anew from 0. */
  OutputReference only(List<Integer> positions) {
    BitSet stable = new BitSet();
    Map<Integer, Set<String>> labels = new HashMap<>();
    for (int i = 0; i < positions.size(); i++) {
      int now = i;
      stable.set(i, bitStable.get(positions.get(i)));
      Optional.ofNullable(otherLabels.get(positions.get(i))).ifPresent(l -> labels.put(now, l));
    }
    return new OutputReference(
        positions.stream().map(centre::get).toList(),
        classes,
        positions.stream().map(scale::get).toList(),
        unit,
        stable,
        labels);
  }

  /** The same reference with other labels seen. */
  OutputReference seen(Map<Integer, Set<String>> labels) {
    return new OutputReference(centre, classes, scale, unit, bitStable, labels);
  }
}

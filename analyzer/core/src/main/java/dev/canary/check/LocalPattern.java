package dev.canary.check;

import dev.canary.suite.Case;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Only the cases of one tag, or only a few cases, moved. */
final class LocalPattern {
  /** The largest share of the cases that is still "a few". */
  static final double FEW = 0.2;

  /** The share of a tag's cases that must have moved for the tag to be named. */
  private static final double MOST = 0.8;

  private LocalPattern() {}

  static Optional<Diagnosis> of(Comparison comparison, BitSet moved) {
    List<Case> cases = comparison.suite().cases();
    if (moved.isEmpty() || moved.cardinality() == cases.size()) {
      return Optional.empty();
    }
    Optional<String> tag =
        cases.stream()
            .flatMap(golden -> golden.tags().stream())
            .distinct()
            .filter(name -> explains(name, cases, moved))
            .findFirst();
    String few = "only %d of %d cases moved".formatted(moved.cardinality(), cases.size());
    return tag.map(name -> new Diagnosis(Cause.LOCALISED, few + ", those of the tag " + name))
        .or(
            () ->
                moved.cardinality() <= Math.max(1, FEW * cases.size())
                    ? Optional.of(new Diagnosis(Cause.LOCALISED, few))
                    : Optional.empty());
  }

  private static boolean explains(String tag, List<Case> cases, BitSet moved) {
    int tagged = 0;
    int taggedAndMoved = 0;
    for (int i = 0; i < cases.size(); i++) {
      if (cases.get(i).tags().contains(tag)) {
        tagged++;
        taggedAndMoved += moved.get(i) ? 1 : 0;
      }
    }
    return taggedAndMoved == moved.cardinality()
        && tagged > 1
        && tagged < cases.size()
        && taggedAndMoved >= MOST * tagged;
  }
}

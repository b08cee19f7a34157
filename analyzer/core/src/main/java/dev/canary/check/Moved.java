package dev.canary.check;

import dev.canary.baseline.Baseline;
import dev.canary.baseline.OutputReference;
import dev.canary.baseline.Pair;
import dev.canary.baseline.SuiteScores;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;

/**
 * The pairs of one output, and which cases moved further than class and noise explain.
 *
 * @param output its name
 * @param reference what the baseline holds of it
 * @param pairs of every case that answered
 * @param positions of the cases that moved
 * @param size of the largest movement, in noise floors; 0 where answers are only equal or not
 * @param heldOut the largest S_max of the held-out captures, at least 1
 */
record Moved(
    String output,
    OutputReference reference,
    List<Pair> pairs,
    BitSet positions,
    double size,
    double heldOut) {

  static Moved of(Baseline baseline, String output, List<Pair> pairs) {
    OutputReference reference = baseline.output(output);
    HeldOut captures = new HeldOut(baseline, SuiteScores::max);
    double limit = captures.limit();
    BitSet positions = positions(pairs, p -> isBeyond(p, reference, limit));
    if (positions.isEmpty()) {
      positions = positions(pairs, p -> p.movement().beyondClass());
    }
    double size = pairs.stream().mapToDouble(p -> p.movement().z()).max().orElse(0);
    return new Moved(output, reference, pairs, positions, size, Math.max(captures.largest(), 1));
  }

  /** A case that is not bit-stable is beyond its class on every run: its own noise is the floor. */
  private static boolean isBeyond(Pair pair, OutputReference reference, double limit) {
    return pair.movement().beyondClass()
        && (reference.bitStable().get(pair.position())
            || pair.movement().isExact()
            || pair.movement().z() > limit);
  }

  private static BitSet positions(List<Pair> pairs, Predicate<Pair> moved) {
    BitSet positions = new BitSet();
    pairs.stream().filter(moved).forEach(pair -> positions.set(pair.position()));
    return positions;
  }
}

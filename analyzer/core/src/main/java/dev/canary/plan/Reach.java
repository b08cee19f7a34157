package dev.canary.plan;

import dev.canary.quality.Sensitivity;
import dev.canary.quality.Sensitivity.Smallest;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The smallest movement that a watch can see.
 *
 * @param single of the most sensitive case alone; empty where no case has numbers to judge
 * @param together when all cases that are not bit-stable move alike, as a share of U
 * @param runs after which a lasting movement of that size is seen in the worst case; empty where it
 *     takes longer than was looked ahead
 */
public record Reach(Optional<Smallest> single, OptionalDouble together, OptionalInt runs) {
  static Reach of(Sensitivity seen, OptionalInt runs) {
    return new Reach(seen.best(), seen.together(), runs);
  }
}

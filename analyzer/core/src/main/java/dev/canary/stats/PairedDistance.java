package dev.canary.stats;

/**
 * A distance between two vectors whose i-th values belong together, such as the answers of one case
 * then and now.
 *
 * <p>Guarantee of every implementation: equal vectors are at distance 0; the order of the pairs
 * plays no part, but for rounding; both vectors have the same role; and the value is finite.
 */
public interface PairedDistance {

  /** The name of the measure with every choice that changes the number. */
  String name();

  /**
   * Measures the distance between two vectors.
   *
   * @throws IllegalArgumentException if the lengths differ, if there is no pair, or if a value is
   *     NaN or infinite
   */
  Distance between(double[] x, double[] y);
}

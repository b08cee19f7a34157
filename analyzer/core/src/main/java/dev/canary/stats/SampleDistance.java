package dev.canary.stats;

/**
 * A distance between two samples of numbers.
 *
 * <p>Guarantee of every implementation: samples with the same distribution are at distance 0; the
 * order of values plays no part; both samples have the same role; and the value is finite, the
 * largest double standing for anything beyond.
 */
public interface SampleDistance {

  /** The name of the measure with every choice that changes the number. */
  String name();

  /**
   * Measures the distance between two samples of any two lengths, in one unit.
   *
   * @throws IllegalArgumentException if a sample is empty or holds NaN or an infinity
   */
  Distance between(double[] x, double[] y);
}

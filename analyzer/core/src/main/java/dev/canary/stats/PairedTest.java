package dev.canary.stats;

/**
 * A test of pairs of numbers (x[i], y[i]), such as what one case answers now and answered then.
 *
 * <p>Guarantee of every implementation: the order of the pairs plays no part; nothing is drawn
 * without a seed that stands in the result; and the answer obeys {@link TestResult}. A two-sided
 * test of no difference answers p = 1 where every x[i] equals its y[i].
 */
public interface PairedTest {

  /** The name of the test with every choice that changes its numbers. */
  String name();

  /**
   * Tests pairs.
   *
   * @throws IllegalArgumentException if the lengths differ, if there is no pair, or if a value is
   *     NaN or infinite, naming the argument, the index and the value
   */
  TestResult test(double[] x, double[] y);
}

package dev.canary.stats;

/**
 * A test of two independent samples of numbers, of any two lengths, in one unit.
 *
 * <p>Guarantee of every implementation: the order of the values plays no part; values with equal
 * ranks are ties, never jittered; nothing is drawn without a seed that stands in the result; and
 * the answer obeys {@link TestResult}. A two-sided test answers p = 1 to samples that hold the same
 * values.
 */
public interface TwoSampleTest {

  /** The name of the test with every choice that changes its numbers. */
  String name();

  /**
   * Tests two samples.
   *
   * @throws IllegalArgumentException if a sample is empty or holds NaN or an infinity, naming the
   *     argument, the index and the value
   */
  TestResult test(double[] x, double[] y);
}

package dev.canary.stats;

/**
 * A test of a contingency table of counts: rows are samples, columns are categories.
 *
 * <p>Guarantee of every implementation: the order of the rows and of the columns plays no part, and
 * the answer obeys {@link TestResult}. Rows in the same proportions give p = 1.
 */
public interface TableTest {

  /** The name of the test with every choice that changes its numbers. */
  String name();

  /**
   * Tests a table.
   *
   * @throws IllegalArgumentException if there are fewer than two rows, if their lengths differ, if
   *     a count is negative or if nothing was counted
   */
  TestResult test(long[][] counts);
}

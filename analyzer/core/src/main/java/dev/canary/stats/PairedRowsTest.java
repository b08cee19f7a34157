package dev.canary.stats;

/**
 * A test of pairs of rows (x[i], y[i]), such as all the numbers that one case answers now and
 * answered then.
 *
 * <p>Guarantee of every implementation: that of {@link PairedTest}, and the null hypothesis that
 * swapping the two rows of any pair changes nothing.
 */
public interface PairedRowsTest extends PairedTest {

  /**
   * Tests pairs of rows.
   *
   * @throws IllegalArgumentException if the numbers of rows differ, if there is no row or too many,
   *     if a row is empty or not as long as the others, or if a value is NaN or infinite, naming
   *     argument, row, column and value
   */
  SwapResult test(double[][] x, double[][] y);

  /** Tests pairs of numbers: rows of one number each. */
  @Override
  default SwapResult test(double[] x, double[] y) {
    PairedDifferences.requirePairs(x, y);
    return test(CaseNoise.column(x), CaseNoise.column(y));
  }
}

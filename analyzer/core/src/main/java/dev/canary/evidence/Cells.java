package dev.canary.evidence;

/**
 * The cells of the lanes: one for each bet, with the logarithm of its weighted M and the mean age
 * of what it holds.
 *
 * <p>M is a sum over the runs at which a change may have begun, of what was deposited at that run
 * and has been won and lost since:
 *
 * <pre>
 * M_t = sum over s &lt;= t of w_s e_s e_(s+1) .. e_t
 * </pre>
 *
 * <p>so that its parts weigh how likely each beginning is: the posterior of the change point in
 * Shiryaev's procedure, of which this is the limit for a rare change. Its mean age obeys
 *
 * <pre>
 * age &lt;- age M / (M + w) + elapsed
 * </pre>
 *
 * <p>whatever e is. Source: A. N. Shiryaev, "On optimum methods in quickest detection problems"
 * (1963); Shin, Ramdas and Rinaldo, "E-detectors", NEJSDS 2 (2024), section 2.
 */
final class Cells {
  private Cells() {}

  /**
   * Takes a deposit in and bets all.
   *
   * @param nanos of counted time since the last bet of the cell
   */
  static void bet(double[] numbers, int cell, double logDeposit, double logE, double nanos) {
    double sum = LogSum.of(numbers[cell], logDeposit);
    double kept = sum == Double.NEGATIVE_INFINITY ? 0 : Math.exp(numbers[cell] - sum);
    numbers[age(cell)] = kept * numbers[age(cell)] + nanos;
    numbers[cell] = sum + logE;
  }

  /** The mean age in nanoseconds of counted time of what the cells hold; 0 if it is nothing. */
  static double meanAge(double[] numbers, int from, int to) {
    double all = LogSum.of(numbers, from, to);
    double mean = 0;
    for (int cell = from; cell < to && all > Double.NEGATIVE_INFINITY; cell++) {
      mean += Math.exp(numbers[cell] - all) * numbers[age(cell)];
    }
    return mean;
  }

  private static int age(int cell) {
    return Slots.AGES + cell - Slots.FAST;
  }
}

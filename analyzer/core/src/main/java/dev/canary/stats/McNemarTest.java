package dev.canary.stats;

/**
 * The exact McNemar test: among cases whose yes/no answer changed, is either direction favoured?
 *
 * <p>Null hypothesis: a case that changed is equally likely to have changed either way. Of b + c
 * discordant cases, b changed one way and c the other; cases that did not change carry no
 * information. The statistic is min(b, c), a count, and
 *
 * <pre>
 * p = min(1, 2 P(X &lt;= min(b, c)))    X binomial with b + c trials of probability 1/2
 * </pre>
 *
 * <p>Guarantee: exact for every b and c, with {@code logPValue} right far below the smallest
 * double. No discordant case gives p = 1. Swapping b and c changes nothing.
 *
 * <p>Shapes: two answers of each case, 0 or 1 each; or the table of the answers then (rows) and now
 * (columns), which is not a {@code TableTest}, since rows in the same proportions are no sign of
 * agreement; or b and c themselves.
 *
 * <p>Source: McNemar, "Note on the sampling error of the difference between correlated proportions
 * or percentages", Psychometrika 12 (1947), with the exact binomial tail.
 */
public final class McNemarTest implements PairedTest {

  private static final McNemarTest DEFAULTS = new McNemarTest();

  private McNemarTest() {}

  /** Returns the exact two-sided test. */
  public static McNemarTest withDefaults() {
    return DEFAULTS;
  }

  @Override
  public String name() {
    return "McNemar test (exact)";
  }

  /**
   * Tests answers of 0 or 1.
   *
   * @throws IllegalArgumentException if the lengths differ, if there is no pair, or if a value is
   *     neither 0 nor 1
   */
  @Override
  public Significance test(double[] x, double[] y) {
    PairedDifferences.requirePairs(x, y);
    requireAnswers(x, "x");
    requireAnswers(y, "y");
    int b = 0;
    int c = 0;
    for (int i = 0; i < x.length; i++) {
      if (x[i] > y[i]) {
        b++;
      } else if (x[i] < y[i]) {
        c++;
      }
    }
    return test(b, c);
  }

  /**
   * Tests a table of two rows and two columns: b and c are the cells off its diagonal.
   *
   * @throws IllegalArgumentException if the table has another shape, if a count is negative or if b
   *     + c exceeds the largest int
   */
  public Significance test(long[][] counts) {
    if (counts.length != 2 || counts[0].length != 2 || counts[1].length != 2) {
      throw new IllegalArgumentException("the table must have two rows and two columns");
    }
    for (long[] row : counts) {
      requireCount(row[0], "a count");
      requireCount(row[1], "a count");
    }
    return test(counts[0][1], counts[1][0]);
  }

  /**
   * Tests b cases that changed one way against c cases that changed the other way.
   *
   * @throws IllegalArgumentException if a count is negative or b + c exceeds the largest int
   */
  public Significance test(long b, long c) {
    requireCount(b, "b");
    requireCount(c, "c");
    long trials = b + c;
    if (trials < 0 || trials > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "b + c is " + trials + ": at most " + Integer.MAX_VALUE + " are possible");
    }
    double log = FairCoin.logTwoSided((int) b, (int) trials);
    return Significance.ofLog((double) Math.min(b, c), log, "exact");
  }

  private static void requireCount(long count, String name) {
    if (count < 0) {
      throw new IllegalArgumentException(name + " is " + count + ": a count is not negative");
    }
  }

  private static void requireAnswers(double[] answers, String name) {
    for (int i = 0; i < answers.length; i++) {
      if (answers[i] != 0 && answers[i] != 1) {
        throw new IllegalArgumentException(
            name + "[" + i + "] is " + answers[i] + ": an answer is 0 or 1");
      }
    }
  }
}

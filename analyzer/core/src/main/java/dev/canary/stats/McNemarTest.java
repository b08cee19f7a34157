package dev.canary.stats;

import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.BinomialTest;

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
 * <p>Guarantee: exact for every b and c. No discordant case gives p = 1. Swapping b and c changes
 * nothing.
 *
 * <p>Source: McNemar, "Note on the sampling error of the difference between correlated proportions
 * or percentages", Psychometrika 12 (1947), with the exact binomial tail.
 */
public final class McNemarTest {

  private static final McNemarTest DEFAULTS = new McNemarTest();

  private McNemarTest() {}

  /** Returns the exact two-sided test. */
  public static McNemarTest withDefaults() {
    return DEFAULTS;
  }

  /**
   * Tests b cases that changed one way against c cases that changed the other way.
   *
   * @throws IllegalArgumentException if a count is negative or b + c exceeds the largest int
   */
  public Significance test(int b, int c) {
    requireCount(b, "b");
    requireCount(c, "c");
    long trials = (long) b + c;
    if (trials > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "b + c is " + trials + ": at most " + Integer.MAX_VALUE + " are possible");
    }
    int least = Math.min(b, c);
    double p = trials == 0 ? 1 : 2 * lowerTail((int) trials, least);
    return new Significance(least, PValues.reportable(p), "exact");
  }

  private static double lowerTail(int trials, int successes) {
    return BinomialTest.withDefaults()
        .with(AlternativeHypothesis.LESS_THAN)
        .test(trials, successes, 0.5)
        .getPValue();
  }

  private static void requireCount(int count, String name) {
    if (count < 0) {
      throw new IllegalArgumentException(name + " is " + count + ": a count is not negative");
    }
  }
}

package dev.canary.stats;

/**
 * The sign test: does one member of a pair tend to be the larger one?
 *
 * <p>Null hypothesis: a pair that differs is equally likely to differ either way. Pairs without a
 * difference carry no information and are dropped. The statistic is s, the number of positive
 * differences x[i] - y[i] among the n that are not zero, and with X binomial with n trials of
 * probability 1/2
 *
 * <pre>
 * TWO_SIDED  p = min(1, 2 P(X &lt;= min(s, n - s)))
 * GREATER    p = P(X &gt;= s)    small when x tends to be the larger one
 * LESS       p = P(X &lt;= s)    small when x tends to be the smaller one
 * </pre>
 *
 * <p>Guarantee: exact for every n, whatever the distribution of the differences, with {@code
 * logPValue} right far below the smallest double. It looks at order alone, so that neither the size
 * of a difference nor its rounding matters.
 *
 * <p>Rules: where no pair differs, s = 0 and p = 1 for every alternative; one pair that differs
 * gives the two-sided p = 1. The order of the pairs plays no part. Swapping x and y turns s into n
 * - s, leaves the two-sided p-value and swaps the one-sided alternatives.
 *
 * <p>Source: Dixon and Mood, "The statistical sign test", JASA 41 (1946); the p-values are those of
 * {@code binomtest(s, n)} of SciPy and {@code binom.test} of R.
 */
public final class SignTest implements PairedTest {

  private static final SignTest DEFAULTS = new SignTest(Alternative.TWO_SIDED);

  private final Alternative alternative;

  private SignTest(Alternative alternative) {
    this.alternative = alternative;
  }

  /** Returns the two-sided test. */
  public static SignTest withDefaults() {
    return DEFAULTS;
  }

  /** Returns this test with another alternative. */
  public SignTest with(Alternative option) {
    return new SignTest(option);
  }

  @Override
  public String name() {
    return "sign test (" + alternative + ")";
  }

  @Override
  public Significance test(double[] x, double[] y) {
    PairedDifferences.requirePairs(x, y);
    int positive = 0;
    int negative = 0;
    for (int i = 0; i < x.length; i++) {
      if (x[i] > y[i]) {
        positive++;
      } else if (x[i] < y[i]) {
        negative++;
      }
    }
    int n = positive + negative;
    double log =
        switch (alternative) {
          case TWO_SIDED -> FairCoin.logTwoSided(positive, n);
          case GREATER -> FairCoin.logAtLeast(positive, n);
          case LESS -> FairCoin.logAtMost(positive, n);
        };
    return Significance.ofLog(positive, log, "exact");
  }

  /**
   * Tests differences that were taken before.
   *
   * @throws IllegalArgumentException if there is no difference or if one is NaN or infinite
   */
  public Significance test(double[] differences) {
    Samples.requireSample(differences, "differences");
    return test(differences, new double[differences.length]);
  }
}

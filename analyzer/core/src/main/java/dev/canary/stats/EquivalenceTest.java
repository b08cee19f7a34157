package dev.canary.stats;

/**
 * The equivalence test of pairs by two one-sided t tests (TOST): is the mean difference surely
 * inside bounds?
 *
 * <p>Null hypothesis: the mean of the differences x[i] - y[i] is at most {@code low} or at least
 * {@code high}. So here a small p-value is good news: the mean lies between the bounds. With n, s
 * and T as in {@link PairedTTest},
 *
 * <pre>
 * p = max(P(T &gt;= (mean - low) sqrt(n) / s), P(T &lt;= (mean - high) sqrt(n) / s))
 * </pre>
 *
 * <p>and the statistic is the t of the larger of the two; that of {@code low} if they are equal.
 *
 * <p>Guarantee: exact for independent normal differences, else in the limit of many: at the bounds
 * P(p &lt;= alpha) &lt;= alpha. Rejecting at alpha is the same as the (1 - 2 alpha) confidence
 * interval of the mean lying inside the bounds.
 *
 * <p>Rules, where s is 0 or unknown: equal differences, identical data among them, that lie inside
 * the bounds give t the largest double, with its sign, and the p of this t, with the method
 * "bounded"; on a bound or outside they give p = 1. One pair has no s: t = 0 and p = 1. Swapping x
 * and y together with negating and swapping the bounds turns the sign of t alone. The order of the
 * pairs plays no part but for rounding.
 *
 * <p>Source: Schuirmann, "A comparison of the two one-sided tests procedure and the power
 * approach", Journal of Pharmacokinetics and Biopharmaceutics 15 (1987).
 */
public final class EquivalenceTest implements PairedTest {

  private final double low;
  private final double high;

  private EquivalenceTest(double low, double high) {
    this.low = low;
    this.high = high;
  }

  /**
   * Returns the test with these bounds on the mean difference, in the unit of the data.
   *
   * @throws IllegalArgumentException unless both are finite and low &lt; high
   */
  public static EquivalenceTest within(double low, double high) {
    Samples.requireFinite(low, "low");
    Samples.requireFinite(high, "high");
    if (low >= high) {
      throw new IllegalArgumentException(
          "low is " + low + " and high is " + high + ": low must be below high");
    }
    return new EquivalenceTest(low, high);
  }

  @Override
  public String name() {
    return "equivalence test (TOST, mean difference between " + low + " and " + high + ")";
  }

  /**
   * Tests the differences x[i] - y[i] of pairs.
   *
   * @throws IllegalArgumentException if the lengths differ, if there is no pair, if a value is NaN
   *     or infinite, or if a difference is beyond the largest double
   */
  @Override
  public Significance test(double[] x, double[] y) {
    return test(PairedDifferences.of(x, y));
  }

  /**
   * Tests differences that were taken before.
   *
   * @throws IllegalArgumentException if there is no difference or if one is NaN or infinite
   */
  public Significance test(double[] differences) {
    Samples.requireSample(differences, "differences");
    Moments moments = Moments.of(differences);
    double aboveLow = moments.tStatistic(low);
    double belowHigh = moments.tStatistic(high);
    double t = aboveLow <= -belowHigh ? aboveLow : belowHigh;
    if (moments.count() == 1) {
      return new Significance(0, 1, "exact");
    }
    double inside = Math.min(aboveLow, -belowHigh);
    if (moments.squares() == 0 && inside <= 0) {
      return new Significance(t, 1, "exact");
    }
    double log = StudentT.logUpperTail(inside, moments.count() - 1);
    return Significance.ofLog(t, log, moments.squares() == 0 ? "bounded" : "exact");
  }
}

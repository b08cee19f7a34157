package dev.canary.stats;

/**
 * The paired t test: is the mean of paired differences zero?
 *
 * <p>Null hypothesis: the n differences d[i] = x[i] - y[i] are independent draws from a normal
 * distribution with mean 0. With s their standard deviation (divisor n - 1),
 *
 * <pre>
 * t = mean(d) sqrt(n) / s         Student's t with n - 1 degrees of freedom
 * TWO_SIDED  p = P(|T| &gt;= |t|)
 * GREATER    p = P(T &gt;= t)         small when x tends to be the larger one
 * LESS       p = P(T &lt;= t)         small when x tends to be the smaller one
 * </pre>
 *
 * <p>Guarantee: exact for normal differences and in the limit of many others with a variance;
 * {@code logPValue} is right far below the smallest double. For few differences that are not normal
 * use {@link WilcoxonTest} or {@link SignFlipTest}.
 *
 * <p>Rules, where s is 0 or unknown: no difference at all gives t = 0 and p = 1 for every
 * alternative. Equal differences that are not zero have t infinite and p = 0 in the limit: t is the
 * largest double, with their sign, and p is that of this t, with the method "bounded". One pair has
 * no s: t = 0 and p = 1. The order of the pairs plays no part but for rounding. Swapping x and y
 * turns the sign of t.
 *
 * <p>Source: Student, "The probable error of a mean", Biometrika 6 (1908); the numbers are those of
 * {@code ttest_rel} of SciPy and {@code t.test} of R.
 */
public final class PairedTTest implements PairedTest {

  private static final PairedTTest DEFAULTS = new PairedTTest(Alternative.TWO_SIDED);

  private final Alternative alternative;

  private PairedTTest(Alternative alternative) {
    this.alternative = alternative;
  }

  /** Returns the two-sided test. */
  public static PairedTTest withDefaults() {
    return DEFAULTS;
  }

  /** Returns this test with another alternative. */
  public PairedTTest with(Alternative option) {
    return new PairedTTest(option);
  }

  @Override
  public String name() {
    return "paired t test (" + alternative + ")";
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
    double t = moments.tStatistic(0);
    if (moments.count() == 1 || (moments.squares() == 0 && t == 0)) {
      return new Significance(0, 1, "exact");
    }
    int freedom = moments.count() - 1;
    double log =
        switch (alternative) {
          case TWO_SIDED -> Math.log(2) + StudentT.logUpperTail(Math.abs(t), freedom);
          case GREATER -> StudentT.logUpperTail(t, freedom);
          case LESS -> StudentT.logUpperTail(-t, freedom);
        };
    return Significance.ofLog(t, log, moments.squares() == 0 ? "bounded" : "exact");
  }
}

package dev.canary.stats;

import java.util.BitSet;

/**
 * The two-sample Kolmogorov-Smirnov test: do two samples of numbers come from one distribution?
 *
 * <p>Null hypothesis: both samples are drawn independently from the same distribution, be it
 * continuous or not. With F and G the step functions of x and y, the statistic is
 *
 * <pre>
 * TWO_SIDED  D  = max |F(t) - G(t)|
 * GREATER    D+ = max (F(t) - G(t))    large when values of x tend to be the smaller ones
 * LESS       D- = max (G(t) - F(t))    large when values of x tend to be the larger ones
 * </pre>
 *
 * <p>and p = P(D &gt;= d), with "at least", as SciPy and R count and Commons Math 3 does not.
 *
 * <p>Guarantee: the exact p-value is the share of all (n + m)! / (n! m!) ways to deal the pooled
 * values into two samples that gives a statistic at least as large. It is valid for every n and m,
 * with {@link Ties#CONDITIONAL} also for tied values, and it is computed as a sum of positive
 * terms, so that small values keep their digits. The asymptotic p-value is the one of SciPy, but
 * never below the exact probability of D = 1, which no p-value of this test can undercut.
 *
 * <p>Rules: samples with the same step function give D = 0 and p = 1, constant ones included; one
 * value a sample is enough for an answer. Order does not matter. Swapping the samples changes
 * nothing, except that it swaps the one-sided alternatives.
 *
 * <p>Shapes and cost: samples of any two lengths n and m, in any one unit. {@link
 * PValueMethod#AUTO} is exact up to n m = 1,000,000, which costs O(n m) time and O(n + m) memory;
 * beyond, it sorts and merges.
 *
 * <p>Sources: Hodges, "The significance probability of the Smirnov two-sample test", Arkiv for
 * Matematik 3 (1958), for the lattice paths and the one-sided limit; Schroeer and Trenkler, "Exact
 * and randomization distributions of Kolmogorov-Smirnov tests for two or three samples",
 * Computational Statistics and Data Analysis 20 (1995), for ties; Simard and L'Ecuyer, "Computing
 * the two-sided Kolmogorov-Smirnov distribution", Journal of Statistical Software 39 (2011), for
 * the two-sided limit as implemented by Commons Statistics.
 */
public final class KolmogorovSmirnovTest {

  /** What an exact p-value makes of values that occur more than once. */
  public enum Ties {
    /** Takes the null distribution given the ties in the pooled samples: exact. */
    CONDITIONAL,
    /** Takes the null distribution of untied values, as SciPy does: p is too large under ties. */
    IGNORED
  }

  /** The largest n m for which {@link PValueMethod#AUTO} is exact. */
  public static final long EXACT_LIMIT = 1_000_000;

  private static final KolmogorovSmirnovTest DEFAULTS =
      new KolmogorovSmirnovTest(Alternative.TWO_SIDED, PValueMethod.AUTO, Ties.CONDITIONAL);

  private final Alternative alternative;
  private final PValueMethod method;
  private final Ties ties;

  private KolmogorovSmirnovTest(Alternative alternative, PValueMethod method, Ties ties) {
    this.alternative = alternative;
    this.method = method;
    this.ties = ties;
  }

  /** Returns the two-sided test, exact where affordable, that takes ties into account. */
  public static KolmogorovSmirnovTest withDefaults() {
    return DEFAULTS;
  }

  /** Returns this test with another alternative. */
  public KolmogorovSmirnovTest with(Alternative option) {
    return new KolmogorovSmirnovTest(option, method, ties);
  }

  /** Returns this test with another way to find the p-value. */
  public KolmogorovSmirnovTest with(PValueMethod option) {
    return new KolmogorovSmirnovTest(alternative, option, ties);
  }

  /** Returns this test with another treatment of ties; asymptotic p-values know none. */
  public KolmogorovSmirnovTest with(Ties option) {
    return new KolmogorovSmirnovTest(alternative, method, option);
  }

  /**
   * Compares two samples.
   *
   * @return the statistic in [0, 1], its p-value, and a method that starts with "exact" or
   *     "asymptotic"
   * @throws IllegalArgumentException if a sample is empty or holds NaN or an infinity
   */
  public Significance test(double[] x, double[] y) {
    double[] sortedX = Samples.sorted(x, "x");
    double[] sortedY = Samples.sorted(y, "y");
    long cells = (long) x.length * y.length;
    long gap = MergedSteps.largestGap(sortedX, sortedY, alternative);
    double d = gap / (double) cells;
    boolean exact =
        switch (method) {
          case AUTO -> cells <= EXACT_LIMIT;
          case EXACT -> true;
          case ASYMPTOTIC -> false;
        };
    if (exact) {
      return exact(d, gap, sortedX, sortedY);
    }
    double p = KolmogorovLimit.exceedance(d, x.length, y.length, alternative);
    return new Significance(d, PValues.reportable(p), "asymptotic");
  }

  private Significance exact(double d, long gap, double[] x, double[] y) {
    BitSet ends = MergedSteps.groupEnds(x, y);
    int steps = x.length + y.length;
    String name = "exact";
    if (ends.cardinality() < steps) {
      name =
          switch (ties) {
            case CONDITIONAL -> "exact given ties";
            case IGNORED -> "exact, ties ignored";
          };
    }
    if (ties == Ties.IGNORED) {
      ends.set(1, steps + 1);
    }
    double p = LatticePaths.exceedance(x.length, y.length, gap, alternative, ends);
    return new Significance(d, PValues.reportable(p), name);
  }
}

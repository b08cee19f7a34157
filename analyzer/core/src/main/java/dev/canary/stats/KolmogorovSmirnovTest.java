package dev.canary.stats;

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
 * with {@link Ties#CONDITIONAL} also for tied values (with {@link Ties#IGNORED} it is too large
 * then), and it is computed as a sum of positive terms, so that small values keep their digits. The
 * asymptotic p-value is the one of SciPy, for large samples only, and never 0: where the two-sided
 * one is, at D = 1, it is the exact probability.
 *
 * <p>Rules: samples with the same step function give D = 0 and p = 1, constant ones included; one
 * value a sample is enough for an answer. Order does not matter. Swapping the samples changes
 * nothing, except that it swaps the one-sided alternatives.
 *
 * <p>Shapes and cost: samples of any two lengths n and m, in any one unit. {@link
 * PValueMethod#AUTO} is exact, as SciPy's, while neither sample has more than {@value #EXACT_LIMIT}
 * values; that takes O(d n m) time and O(n + m) memory. Beyond, it sorts and merges; of samples
 * that are sorted already, it merges only.
 *
 * <p>Sources: Hodges, "The significance probability of the Smirnov two-sample test", Arkiv for
 * Matematik 3 (1958), for the lattice paths and the one-sided limit; Schroeer and Trenkler, "Exact
 * and randomization distributions of Kolmogorov-Smirnov tests for two or three samples",
 * Computational Statistics and Data Analysis 20 (1995), for ties; Simard and L'Ecuyer, "Computing
 * the two-sided Kolmogorov-Smirnov distribution", Journal of Statistical Software 39 (2011), for
 * the two-sided limit as implemented by Commons Statistics.
 */
public final class KolmogorovSmirnovTest implements TwoSampleTest {

  /** The largest sample for which {@link PValueMethod#AUTO} is exact. */
  public static final int EXACT_LIMIT = 10_000;

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

  @Override
  public String name() {
    return "Kolmogorov-Smirnov test (" + Alternatives.name(alternative) + ")";
  }

  /**
   * {@inheritDoc}
   *
   * @return the statistic in [0, 1], its p-value, and a method that starts with "exact" or
   *     "asymptotic"
   */
  @Override
  public Significance test(double[] x, double[] y) {
    return test(SortedSample.of(x, "x"), SortedSample.of(y, "y"));
  }

  /** Tests two samples that were sorted before. */
  public Significance test(SortedSample x, SortedSample y) {
    int n = x.size();
    int m = y.size();
    long gap = MergedSteps.largestGap(x.values(), y.values(), alternative);
    double d = gap / ((double) n * m);
    boolean exact =
        switch (method) {
          case AUTO -> Math.max(n, m) <= EXACT_LIMIT;
          case EXACT -> true;
          case ASYMPTOTIC -> false;
        };
    if (exact) {
      Midranks pool = Midranks.of(x.values(), y.values());
      double log = LatticePaths.logExceedance(pool, gap, alternative, ties);
      return Significance.ofLog(d, log, pool.hasTies() ? exactGivenTies() : "exact");
    }
    return Significance.ofLog(d, KolmogorovLimit.logExceedance(d, n, m, alternative), "asymptotic");
  }

  private String exactGivenTies() {
    return switch (ties) {
      case CONDITIONAL -> "exact given ties";
      case IGNORED -> "exact, ties ignored";
    };
  }
}

package dev.canary.stats;

/**
 * The Mann-Whitney U test, which is the Wilcoxon rank-sum test: do the values of one sample tend to
 * be larger than those of another?
 *
 * <p>Null hypothesis: both samples are drawn independently from the same distribution. The
 * statistic counts pairs, and has no unit:
 *
 * <pre>
 * U = number of pairs with x[i] &gt; y[j], plus half of those with x[i] = y[j]
 * GREATER    p = P(U &gt;= u)     the values of x tend to be the larger ones
 * LESS       p = P(U &lt;= u)     the values of x tend to be the smaller ones
 * TWO_SIDED  p = twice the smaller of both, at most 1
 * </pre>
 *
 * <p>Guarantee: the exact p-value is found from all (n + m)! / (n! m!) ways to deal the pooled
 * values into two samples; it is valid for every n and m, with {@link Ties#CONDITIONAL} also for
 * tied values. With {@link Ties#IGNORED} it is that of SciPy, for the largest whole U up to the
 * observed one, and may err to either side. The asymptotic p-value is that of a normal distribution
 * whose variance allows for ties, by default with half a pair as correction for continuity, as in
 * SciPy and R.
 *
 * <p>Rules: samples with the same values, and values that are all equal, give p = 1 (two-sided).
 * One value a sample is enough for an answer. Order does not matter. Swapping the samples turns U
 * into n m - U and swaps the one-sided alternatives.
 *
 * <p>Shapes and cost: samples of any two lengths in any one unit. {@link PValueMethod#AUTO} is
 * exact up to n m = {@value #EXACT_LIMIT}, where R's is (SciPy's is exact only if one sample has at
 * most 8 values, and there are no ties). {@link PValueMethod#EXACT} takes time in proportion to (n
 * m)<sup>2</sup> and is refused if n m exceeds 250,000. The asymptotic p-value takes sorting and
 * one merge.
 *
 * <p>Source: Mann and Whitney, "On a test of whether one of two random variables is stochastically
 * larger than the other", Annals of Mathematical Statistics 18 (1947); Lehmann, "Nonparametrics"
 * (1975), section 1.4 for ties.
 */
public final class MannWhitneyTest implements TwoSampleTest {

  /** The largest n m for which {@link PValueMethod#AUTO} is exact. */
  public static final int EXACT_LIMIT = 2_500;

  private static final double LOG_2 = Math.log(2);

  private static final MannWhitneyTest DEFAULTS =
      new MannWhitneyTest(
          Alternative.TWO_SIDED, PValueMethod.AUTO, Continuity.CORRECTED, Ties.CONDITIONAL);

  private final Alternative alternative;
  private final PValueMethod method;
  private final Continuity continuity;
  private final Ties ties;

  private MannWhitneyTest(
      Alternative alternative, PValueMethod method, Continuity continuity, Ties ties) {
    this.alternative = alternative;
    this.method = method;
    this.continuity = continuity;
    this.ties = ties;
  }

  /** Returns the two-sided test, exact where affordable, else corrected for continuity. */
  public static MannWhitneyTest withDefaults() {
    return DEFAULTS;
  }

  /** Returns this test with another alternative. */
  public MannWhitneyTest with(Alternative option) {
    return new MannWhitneyTest(option, method, continuity, ties);
  }

  /** Returns this test with another way to find the p-value. */
  public MannWhitneyTest with(PValueMethod option) {
    return new MannWhitneyTest(alternative, option, continuity, ties);
  }

  /** Returns this test with or without the correction of asymptotic p-values for continuity. */
  public MannWhitneyTest with(Continuity option) {
    return new MannWhitneyTest(alternative, method, option, ties);
  }

  /** Returns this test with another treatment of ties by exact p-values. */
  public MannWhitneyTest with(Ties option) {
    return new MannWhitneyTest(alternative, method, continuity, option);
  }

  @Override
  public String name() {
    return "Mann-Whitney U test (" + Alternatives.name(alternative) + ")";
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if an exact p-value is asked for that is out of reach
   */
  @Override
  public Significance test(double[] x, double[] y) {
    Midranks pool = Midranks.of(Samples.sorted(x, "x"), Samples.sorted(y, "y"));
    long n = pool.n();
    long m = pool.m();
    double u = (pool.doubledRankSum() - n * (n + 1)) / 2.0;
    boolean exact =
        switch (method) {
          case AUTO -> n * m <= EXACT_LIMIT;
          case EXACT -> true;
          case ASYMPTOTIC -> false;
        };
    double other = n * m - u;
    if (!exact) {
      return asymptotic(u, pool);
    }
    if (!pool.hasTies()) {
      return new Significance(u, exact(u, other, pool), "exact");
    }
    return switch (ties) {
      case CONDITIONAL -> new Significance(u, exact(u, other, pool), "exact given ties");
      case IGNORED -> {
        Midranks untied = Midranks.untied(pool.n(), pool.m());
        double p = exact(Math.floor(u), Math.floor(other), untied);
        yield new Significance(u, p, "exact, ties ignored");
      }
    };
  }

  private double exact(double u, double other, Midranks pool) {
    double p =
        switch (alternative) {
          case GREATER -> upperTail(u, pool);
          case LESS -> lowerTail(other, pool);
          case TWO_SIDED -> 2 * smallerTail(u, other, pool);
        };
    return PValues.reportable(p);
  }

  /** If one tail is at most one half, then the other is at least one half. */
  private static double smallerTail(double u, double other, Midranks pool) {
    double first = u > other ? upperTail(u, pool) : lowerTail(other, pool);
    if (first <= 0.5) {
      return first;
    }
    return Math.min(first, u > other ? lowerTail(other, pool) : upperTail(u, pool));
  }

  /** The probability that at least u pairs are won by x. */
  private static double upperTail(double u, Midranks pool) {
    return DealtSums.atLeast(pool, new Wins(pool, 1)::gain, doubledRankSum(u, pool.n()));
  }

  /** The probability that at least u pairs are won by y. */
  private static double lowerTail(double u, Midranks pool) {
    long all = (long) pool.n() + pool.m();
    long sum = all * (all + 1) - doubledRankSum(u, pool.m());
    return DealtSums.atLeast(pool, new Wins(pool, -1)::gain, -sum);
  }

  /** The doubled rank sum of a sample that wins u pairs. */
  private static long doubledRankSum(double u, long size) {
    return Math.round(2 * u) + size * (size + 1);
  }

  private Significance asymptotic(double u, Midranks pool) {
    double n = pool.n();
    double m = pool.m();
    double all = n + m;
    double variance = n * m / 12 * ((all + 1) - pool.tieSum() / (all * (all - 1)));
    if (pool.groups() == 1) {
      return new Significance(u, 1, "asymptotic");
    }
    double above =
        switch (alternative) {
          case GREATER -> u - n * m / 2;
          case LESS -> n * m / 2 - u;
          case TWO_SIDED -> Math.abs(u - n * m / 2);
        };
    double step =
        switch (continuity) {
          case CORRECTED -> 0.5;
          case NONE -> 0;
        };
    double log = Normal.logSurvival((above - step) / Math.sqrt(variance));
    double sides = alternative == Alternative.TWO_SIDED ? LOG_2 : 0;
    return Significance.ofLog(u, log + sides, "asymptotic");
  }

  /** The doubled midranks that x takes, with a sign. */
  private static final class Wins {
    private final Midranks pool;
    private final int[] dealt;
    private final long sign;

    Wins(Midranks pool, long sign) {
      this.pool = pool;
      this.dealt = pool.dealt();
      this.sign = sign;
    }

    long gain(int group, int before, int taken) {
      return sign * taken * (2L * dealt[group] + pool.size(group) + 1);
    }
  }
}

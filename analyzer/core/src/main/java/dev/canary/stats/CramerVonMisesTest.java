package dev.canary.stats;

import org.apache.commons.math3.util.ArithmeticUtils;

/**
 * The two-sample Cramer-von Mises test: do two samples of numbers come from one distribution, seen
 * over the whole range of their values?
 *
 * <p>Null hypothesis: both samples are drawn independently from the same distribution. With
 * r<sub>i</sub> and s<sub>j</sub> the midranks of the sorted values of x and y among all N = n + m,
 * the statistic, which has no unit, is
 *
 * <pre>
 * T = U / (n m N) - (4 n m - 1) / (6 N)    U = n sum (r_i - i)^2 + m sum (s_j - j)^2
 * </pre>
 *
 * <p>which without ties is n m / N<sup>2</sup> times the sum, over all values, of the squared
 * distance of the two step functions. Large values speak against the null hypothesis; p = P(T &gt;=
 * t).
 *
 * <p>Guarantee: the exact p-value is the share of all N! / (n! m!) ways to deal the pooled values
 * into two samples that gives a statistic at least as large; it is valid for every n and m, with
 * {@link Ties#CONDITIONAL} also for tied values. With {@link Ties#IGNORED} it is that of SciPy, for
 * the largest statistic up to t that untied values can have, and may err to either side. The
 * asymptotic p-value is that of the limit, after T is given its mean and variance, as SciPy has it;
 * it takes no account of ties.
 *
 * <p>Rules: identical samples give T = 0 and p = 1; so p is where all values are equal, though T is
 * not 0 if the sizes differ. One value a sample is enough for an answer, and if both have one, p is
 * 1. Neither order nor swapping the samples changes anything.
 *
 * <p>Shapes and cost: samples of any two lengths in any one unit. {@link PValueMethod#AUTO} is
 * exact, as SciPy's, while neither sample has more than {@value #EXACT_LIMIT} values; beyond, it
 * sorts and merges. {@link PValueMethod#EXACT} is refused where it would hold more than fifty
 * million probabilities at once, where n m exceeds 250,000, or a sample has more than 1,000 values.
 *
 * <p>Source: Anderson, "On the distribution of the two-sample Cramer-von Mises criterion", Annals
 * of Mathematical Statistics 33 (1962); Conover, "Practical nonparametric statistics" (1971).
 */
public final class CramerVonMisesTest implements TwoSampleTest {

  /** The largest sample for which {@link PValueMethod#AUTO} is exact. */
  public static final int EXACT_LIMIT = 20;

  /** The largest sample for which every gain is a whole number that a double holds. */
  private static final int LARGEST_SAMPLE = 1_000;

  private static final CramerVonMisesTest DEFAULTS =
      new CramerVonMisesTest(PValueMethod.AUTO, Ties.CONDITIONAL);

  private final PValueMethod method;
  private final Ties ties;

  private CramerVonMisesTest(PValueMethod method, Ties ties) {
    this.method = method;
    this.ties = ties;
  }

  /** Returns the test that is exact where affordable and takes ties into account. */
  public static CramerVonMisesTest withDefaults() {
    return DEFAULTS;
  }

  /** Returns this test with another way to find the p-value. */
  public CramerVonMisesTest with(PValueMethod option) {
    return new CramerVonMisesTest(option, ties);
  }

  /** Returns this test with another treatment of ties; asymptotic p-values know none. */
  public CramerVonMisesTest with(Ties option) {
    return new CramerVonMisesTest(method, option);
  }

  @Override
  public String name() {
    return "Cramer-von Mises test";
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if an exact p-value is asked for that is out of reach
   */
  @Override
  public Significance test(double[] x, double[] y) {
    Midranks pool = Midranks.of(Samples.sorted(x, "x"), Samples.sorted(y, "y"));
    double n = pool.n();
    double m = pool.m();
    Criterion criterion = new Criterion(pool);
    double t = criterion.observed() / (12 * n * m * (n + m) * (n + m));
    if (pool.groups() == 1 || pool.n() + pool.m() == 2) {
      return new Significance(t, 1, "exact");
    }
    boolean exact =
        switch (method) {
          case AUTO -> Math.max(n, m) <= EXACT_LIMIT;
          case EXACT -> true;
          case ASYMPTOTIC -> false;
        };
    if (exact && ties == Ties.IGNORED && pool.hasTies()) {
      Criterion untied = new Criterion(Midranks.untied(pool.n(), pool.m()));
      double step = untied.step();
      double reachable = Math.floor(criterion.observed() / step) * step;
      return new Significance(t, untied.atLeast(reachable), "exact, ties ignored");
    }
    if (exact) {
      String name = pool.hasTies() ? "exact given ties" : "exact";
      return new Significance(t, criterion.atLeast(criterion.observed()), name);
    }
    return Significance.ofLog(t, logLimit(t, n, m), "asymptotic");
  }

  /** Gives T the mean and the variance of the limit: Anderson (1962), equations 11 and 14. */
  private static double logLimit(double t, double n, double m) {
    double all = n + m;
    double product = n * m;
    double mean = (1 + 1 / all) / 6;
    double variance =
        (all + 1)
            * (4 * product * all - 3 * (n * n + m * m) - 2 * product)
            / (45 * all * all * 4 * product);
    return CramerVonMisesLimit.logSurvival(1.0 / 6 + (t - mean) / Math.sqrt(45 * variance));
  }

  /** 12 n m N^2 T, a whole number that adds up over groups of equal values. */
  private static final class Criterion {
    private final Midranks pool;
    private final int[] dealt;

    Criterion(Midranks pool) {
      this.pool = pool;
      this.dealt = pool.dealt();
    }

    double observed() {
      double sum = 0;
      int before = 0;
      for (int group = 0; group < pool.groups(); group++) {
        sum += gain(group, before, pool.fromX(group));
        before += pool.fromX(group);
      }
      return sum;
    }

    /** What divides every sum if there are no ties. */
    double step() {
      long divisor = ArithmeticUtils.gcd(pool.n(), pool.m());
      return 12.0 * divisor * divisor;
    }

    double atLeast(double threshold) {
      if (Math.max(pool.n(), pool.m()) > LARGEST_SAMPLE) {
        throw DealtSums.tooLarge(pool.n(), pool.m());
      }
      double p =
          DealtSums.atLeast(
              pool, (group, before, taken) -> (long) gain(group, before, taken), (long) threshold);
      return PValues.reportable(p);
    }

    /**
     * What a group adds if x takes a of it and y takes b, where the step functions, times n m, are
     * d0 apart before the group and d1 after. The sum of squares of both is what U comes to when
     * its large parts, which cancel, are taken out by algebra.
     */
    private double gain(int group, int before, int taken) {
      double n = pool.n();
      double m = pool.m();
      double a = taken;
      double b = pool.size(group) - a;
      double d0 = before * m - (dealt[group] - before) * n;
      double moved = a * m - b * n;
      double d1 = d0 + moved;
      double uneven = (a * a * a - a) * (n + 2 * m) - (b * b * b - b) * (m + 2 * n);
      return 6 * (a + b + 1) * d1 * d1
          + 6 * (a + b - 1) * d0 * d0
          + (n - m) * (uneven + 3 * a * b * moved);
    }
  }
}

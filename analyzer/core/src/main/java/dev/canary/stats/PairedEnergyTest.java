package dev.canary.stats;

import java.util.OptionalDouble;

/**
 * The energy test for pairs of rows: did the joint distribution of all numbers of a row change?
 *
 * <p>Null hypothesis: swapping the two rows of any pair, independently of the other pairs, changes
 * nothing about how likely they are. With |.| the Euclidean length, the statistic is
 *
 * <pre>
 * 2 mean |x[i] - y[j]| - mean |x[i] - x[j]| - mean |y[i] - y[j]|      over all n^2 pairs i, j
 * </pre>
 *
 * <p>in the unit of the data: for rows of one number the squared {@link EnergyDistance}. It is 0,
 * up to rounding, if x and y hold the same rows in whatever order, and the p-value is the share of
 * all 2^n ways to swap whose statistic is at least as large.
 *
 * <p>Guarantee: exact by enumeration while at most {@value #EXACT_LIMIT} pairs differ (swapping
 * equal rows changes nothing, so they are left out). Beyond, B seeded random ways, b of which reach
 * the statistic, give p = (b + 1) / (B + 1), valid for every B; seed and B stand in the result. The
 * smallest exact p is 2 / 2^n, because swapping all pairs changes nothing. Statistics that rounding
 * cannot tell apart count as equal, which can only raise p. Every kernel difference is computed
 * without cancellation, so that movements far below the spread of the rows keep their digits.
 *
 * <p>Rules: equal pairs give 0 and p = 1; one pair that differs gives p = 1. Neither the order of
 * the pairs, nor swapping x and y, nor shifting all rows changes anything but the last digits, for
 * random ways as well.
 *
 * <p>Shapes and cost: n pairs of rows of d numbers, all in one unit; at most 4,096 pairs. O(n^2 d)
 * once, O(n^2 / 16) for each random way, and 4 n^2 bytes.
 *
 * <p>What it is not: proof that a runtime is at fault. A benign change of runtime moves each case
 * the same way every time, so swapping is not innocent, and the test will say so; it describes.
 *
 * <p>Sources: Szekely and Rizzo, "Energy statistics: a class of statistics based on distances",
 * Journal of Statistical Planning and Inference 143 (2013); Phipson and Smyth, "Permutation
 * p-values should never be zero", Statistical Applications in Genetics and Molecular Biology 9
 * (2010); Arlazarov, Dinic, Kronrod and Faradzev (1970) for tables of grouped signs.
 */
public final class PairedEnergyTest implements PairedRowsTest {

  /** The largest number of differing pairs whose swaps are enumerated. */
  public static final int EXACT_LIMIT = SwapPlan.EXACT_LIMIT;

  private static final PairedEnergyTest DEFAULTS = new PairedEnergyTest(SwapPlan.DEFAULTS);

  private final SwapPlan plan;

  private PairedEnergyTest(SwapPlan plan) {
    this.plan = plan;
  }

  /** Returns the test that, where it cannot enumerate, draws 9,999 assignments with seed 1. */
  public static PairedEnergyTest withDefaults() {
    return DEFAULTS;
  }

  /**
   * Returns this test with another number of random assignments.
   *
   * @throws IllegalArgumentException if the number is not positive
   */
  public PairedEnergyTest withAssignments(int option) {
    return new PairedEnergyTest(plan.withAssignments(option));
  }

  /** Returns this test with another seed for the random assignments. */
  public PairedEnergyTest withSeed(long option) {
    return new PairedEnergyTest(plan.withSeed(option));
  }

  @Override
  public String name() {
    return "paired energy test (" + plan.name() + ")";
  }

  @Override
  public SwapResult test(double[][] x, double[][] y) {
    PairedRows rows = PairedRows.of(x, y);
    Swaps swaps = Swaps.of(rows.moved(), Contrast.INSTANCE);
    double n = rows.pairs().size();
    double statistic = rows.unscaled(swaps.observed() / n / n);
    return plan.result(statistic, swaps, OptionalDouble.empty());
  }

  /** The kernel -|u - v|. */
  private enum Contrast implements PairContrast {
    INSTANCE;

    @Override
    public double of(PairGeometry pairs) {
      double ac = Math.sqrt(pairs.ac());
      double bd = Math.sqrt(pairs.bd());
      double ad = Math.sqrt(pairs.ad());
      double bc = Math.sqrt(pairs.bc());
      double fromA = ad + ac;
      double fromB = bd + bc;
      if (fromA == 0 || fromB == 0) {
        return 0; // then c and d are one row
      }
      double growth = ratio(pairs.bdLessAd(), bd + ad) + ratio(pairs.bcLessAc(), bc + ac);
      return 2 * pairs.inner() / fromA + pairs.bdLessBc() / fromB * (growth / fromA);
    }

    @Override
    public double scale(PairGeometry pairs) {
      return 4 * ratio(pairs.movements(), Math.sqrt(pairs.ad()) + Math.sqrt(pairs.ac()));
    }

    private static double ratio(double difference, double sum) {
      return sum == 0 ? 0 : difference / sum;
    }
  }
}

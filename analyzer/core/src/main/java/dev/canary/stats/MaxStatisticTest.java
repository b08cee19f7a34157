package dev.canary.stats;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * The max-statistic sign-flip test: which of many coordinates moved, when all are looked at?
 *
 * <p>Data are the differences of n pairs in p coordinates, pair x coordinate. Null hypothesis: the
 * vector of differences of each pair is distributed symmetrically about 0, so that its sign, one
 * for all its coordinates, carries no information. Coordinates may depend on each other in any way:
 * the flips keep whole pairs together. The adjusted p-value of a coordinate is the share of all
 * assignments of signs to the pairs for which
 *
 * <pre>
 * max over all coordinates of the statistic &gt;= the observed statistic of the coordinate
 * </pre>
 *
 * <p>Guarantee: the probability that any coordinate without an effect gets p &lt;= alpha is at most
 * alpha (single step of Westfall and Young). Exact by enumeration while at most {@value
 * #EXACT_LIMIT} pairs differ and 2^(pairs - 1) times p is at most {@value #EXACT_WORK}; beyond, B
 * seeded random assignments, b of which reach the statistic, give p = (b + 1) / (B + 1), with seed
 * and B in the result. Sums that rounding cannot tell apart count as equal, which can only raise p.
 *
 * <p>Rules: a coordinate that never differs gives 0 and p = 1; one pair that differs gives p = 1.
 * Neither the order of the pairs nor swapping x and y changes anything, for random assignments as
 * well.
 *
 * <p>Source: Westfall and Young, "Resampling-Based Multiple Testing" (1993), section 2.3; Phipson
 * and Smyth, "Permutation p-values should never be zero", Statistical Applications in Genetics and
 * Molecular Biology 9 (2010).
 */
public final class MaxStatisticTest {

  /** What a coordinate is judged by. */
  public enum Statistic {
    /** |t| of {@link PairedTTest}: coordinates of any units and spreads weigh alike. */
    T,
    /** |mean difference|, in the unit of the data: for coordinates in one unit. */
    MEAN
  }

  /** The largest number of pairs that differ whose signs are enumerated. */
  public static final int EXACT_LIMIT = 20;

  /** The largest number of sums that are enumerated. */
  public static final long EXACT_WORK = 1L << 28;

  private static final MaxStatisticTest DEFAULTS = new MaxStatisticTest(Statistic.T, 9_999, 1);

  private final Statistic statistic;
  private final int assignments;
  private final long seed;

  private MaxStatisticTest(Statistic statistic, int assignments, long seed) {
    this.statistic = statistic;
    this.assignments = assignments;
    this.seed = seed;
  }

  /** Returns the test by |t| that, where it cannot enumerate, draws 9,999 with seed 1. */
  public static MaxStatisticTest withDefaults() {
    return DEFAULTS;
  }

  /** Returns this test with another statistic. */
  public MaxStatisticTest with(Statistic option) {
    return new MaxStatisticTest(option, assignments, seed);
  }

  /**
   * Returns this test with another number of random assignments.
   *
   * @throws IllegalArgumentException if the number is not positive
   */
  public MaxStatisticTest withAssignments(int option) {
    if (option < 1) {
      throw new IllegalArgumentException("assignments is " + option + ": it must be positive");
    }
    return new MaxStatisticTest(statistic, option, seed);
  }

  /** Returns this test with another seed for the random assignments. */
  public MaxStatisticTest withSeed(long option) {
    return new MaxStatisticTest(statistic, assignments, option);
  }

  /**
   * Tests the differences x[i] - y[i] of pairs of rows.
   *
   * @throws IllegalArgumentException if the shapes differ, if there is no pair or no coordinate, if
   *     rows differ in length, if a value is NaN or infinite, or if a difference is beyond the
   *     largest double
   */
  public MaxStatisticResult test(double[][] x, double[][] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException("x has " + x.length + " rows and y has " + y.length);
    }
    double[][] differences = new double[x.length][];
    for (int i = 0; i < x.length; i++) {
      differences[i] = PairedDifferences.of(x[i], y[i]);
    }
    return test(differences);
  }

  /**
   * Tests differences that were taken before, pair x coordinate.
   *
   * @throws IllegalArgumentException if there is no pair or no coordinate, if rows differ in
   *     length, or if a value is NaN or infinite
   */
  public MaxStatisticResult test(double[][] differences) {
    requireRows(differences);
    double[][] columns = RowFlips.columns(differences);
    RowFlips flips = RowFlips.of(weighted(columns));
    int count = flips.count();
    boolean exact =
        count <= EXACT_LIMIT && (long) columns.length << Math.max(0, count - 1) <= EXACT_WORK;
    long[] reached = exact ? flips.enumerate() : flips.draw(assignments, seed);
    double all = exact ? Math.scalb(1.0, count) : assignments + 1.0;
    List<Double> observed = Arrays.stream(columns).map(this::observed).toList();
    List<Double> pValues = Arrays.stream(reached).mapToObj(b -> (exact ? b : b + 1) / all).toList();
    return exact
        ? new MaxStatisticResult(observed, pValues, "exact", (long) all, OptionalLong.empty())
        : new MaxStatisticResult(
            observed, pValues, "monte-carlo", assignments, OptionalLong.of(seed));
  }

  private double observed(double[] column) {
    Moments moments = Moments.of(column);
    return Math.abs(
        switch (statistic) {
          case T -> moments.tStatistic(0);
          case MEAN -> Math.scalb(moments.mean(), moments.exponent());
        });
  }

  /**
   * Brings columns to where the statistics of two of them compare as their |sums| do: |t| grows
   * with |sum| / sqrt(sum of squares), whose divisor no flip changes.
   */
  private double[][] weighted(double[][] columns) {
    int common = Moments.exponent(columns);
    return Arrays.stream(columns)
        .map(
            column ->
                switch (statistic) {
                  case T -> unit(scaled(column, Moments.exponent(column)));
                  case MEAN -> scaled(column, common);
                })
        .toArray(double[][]::new);
  }

  private static double[] scaled(double[] column, int exponent) {
    return Arrays.stream(column).map(value -> Math.scalb(value, -exponent)).toArray();
  }

  private static double[] unit(double[] column) {
    double norm = Math.sqrt(Arrays.stream(column).map(value -> value * value).sum());
    return norm == 0 ? column : Arrays.stream(column).map(value -> value / norm).toArray();
  }

  private static void requireRows(double[][] differences) {
    if (differences.length == 0) {
      throw new IllegalArgumentException("differences is empty: one pair is needed at least");
    }
    for (int i = 0; i < differences.length; i++) {
      String row = "differences[" + i + "]";
      Samples.requireSameLength(differences[i], row, differences[0], "differences[0]");
      Samples.requireSample(differences[i], row);
    }
  }
}

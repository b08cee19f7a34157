package dev.canary.stats;

import java.util.OptionalLong;

/**
 * The sign-flip permutation test: is the mean of paired differences further from zero than chance?
 *
 * <p>Null hypothesis: each difference d<sub>i</sub> is distributed symmetrically about 0, so that
 * its sign carries no information. The statistic is |mean d|, in the unit of the data, and the
 * p-value is the share of all assignments of signs whose |mean| is at least as large.
 *
 * <p>Guarantee: exact by enumeration of all 2^n assignments while at most {@value #EXACT_LIMIT}
 * differences are not zero (a zero has no sign to flip, and leaving it out changes no share).
 * Beyond, B seeded random assignments, b of which reach the statistic, give p = (b + 1) / (B + 1),
 * which is valid for every B (Phipson and Smyth, 2010); seed and B stand in the result. The
 * smallest exact p is 2 / 2^n. Sums that rounding cannot tell apart count as equal, which can only
 * raise p.
 *
 * <p>Rules: no difference at all gives 0 and p = 1; one pair that differs gives p = 1. Neither the
 * order of the pairs nor swapping x and y changes anything, for random assignments as well.
 *
 * <p>What it is not: proof that a runtime is at fault. A benign change of runtime moves outputs by
 * small amounts that are not symmetric, and the test will say so; it describes.
 *
 * <p>Source: Fisher, "The Design of Experiments" (1935), section 21; Phipson and Smyth,
 * "Permutation p-values should never be zero", Statistical Applications in Genetics and Molecular
 * Biology 9 (2010).
 */
public final class SignFlipTest implements PairedTest {

  /** The largest number of non-zero differences whose signs are enumerated. */
  public static final int EXACT_LIMIT = 20;

  private static final SignFlipTest DEFAULTS = new SignFlipTest(9_999, 1);

  private final int assignments;
  private final long seed;

  private SignFlipTest(int assignments, long seed) {
    this.assignments = assignments;
    this.seed = seed;
  }

  /** Returns the test that, where it cannot enumerate, draws 9,999 assignments with seed 1. */
  public static SignFlipTest withDefaults() {
    return DEFAULTS;
  }

  /**
   * Returns this test with another number of random assignments.
   *
   * @throws IllegalArgumentException if the number is not positive
   */
  public SignFlipTest withAssignments(int option) {
    if (option < 1) {
      throw new IllegalArgumentException("assignments is " + option + ": it must be positive");
    }
    return new SignFlipTest(option, seed);
  }

  /** Returns this test with another seed for the random assignments. */
  public SignFlipTest withSeed(long option) {
    return new SignFlipTest(assignments, option);
  }

  @Override
  public String name() {
    return "sign-flip test (" + assignments + " assignments and seed " + seed + " where drawn)";
  }

  /**
   * Tests the differences x[i] - y[i] of pairs.
   *
   * @throws IllegalArgumentException if the lengths differ, if there is no pair, if a value is NaN
   *     or infinite, or if a difference or the sum of all is beyond the largest double
   */
  @Override
  public SignFlipResult test(double[] x, double[] y) {
    return test(PairedDifferences.of(x, y));
  }

  /**
   * Tests differences that were taken before.
   *
   * @throws IllegalArgumentException if there is no difference, if one is NaN or infinite, or if
   *     the sum of their magnitudes is beyond the largest double
   */
  public SignFlipResult test(double[] differences) {
    Samples.requireSample(differences, "differences");
    SignFlips flips = SignFlips.of(differences);
    double mean = flips.observed() / differences.length;
    if (flips.count() <= EXACT_LIMIT) {
      double all = Math.scalb(1.0, flips.count());
      double p = flips.enumerate() / all;
      return new SignFlipResult(mean, p, "exact", (long) all, OptionalLong.empty());
    }
    double p = (flips.draw(assignments, seed) + 1.0) / (assignments + 1.0);
    return new SignFlipResult(mean, p, "monte-carlo", assignments, OptionalLong.of(seed));
  }
}

package dev.canary.stats;

import java.util.List;
import java.util.OptionalDouble;

/**
 * The maximum mean discrepancy test for pairs of rows: did the joint distribution of all numbers of
 * a row change?
 *
 * <p>Null hypothesis: swapping the two rows of any pair, independently of the other pairs, changes
 * nothing about how likely they are. With the kernel k(u, v) = exp(-|u - v|^2 / (2 w^2)) and the
 * Euclidean length |.|, the statistic estimates the squared distance between two distributions:
 *
 * <pre>
 * BIASED    mean k(x[i], x[j]) + mean k(y[i], y[j]) - 2 mean k(x[i], y[j])      over all i, j
 * UNBIASED  the same, the first two means over i != j only
 * </pre>
 *
 * <p>It has no unit. The width w, in the unit of the data, is given or the median distance between
 * two of the 2 n rows; it stands in the result. The p-value is the share of all 2^n ways to swap
 * whose statistic is at least as large. It is the same for both forms, because one is a growing
 * linear function of the other over all ways to swap, and w does not change under swaps.
 *
 * <p>Guarantee: exact by enumeration while at most {@value #EXACT_LIMIT} pairs differ (swapping
 * equal rows changes nothing, so they are left out). Beyond, B seeded random ways, b of which reach
 * the statistic, give p = (b + 1) / (B + 1), valid for every B; seed and B stand in the result. The
 * smallest exact p is 2 / 2^n, because swapping all pairs changes nothing. Statistics that rounding
 * cannot tell apart count as equal, which can only raise p. Every kernel difference is computed
 * without cancellation, so that movements far below the spread of the rows keep their digits.
 *
 * <p>Rules: equal pairs give 0 and p = 1, in both forms; one pair that differs gives p = 1. The
 * unbiased form of a single pair, whose first two means are over nothing, is the biased one. Where
 * most rows are equal, so that the median distance is 0, w is the median of the distances above 0;
 * where all are, there is no width. Neither the order of the pairs, nor swapping x and y, nor
 * shifting all rows changes anything but the last digits, for random ways as well.
 *
 * <p>Shapes and cost: n pairs of rows of d numbers, all in one unit; at most 4,096 pairs. O(n^2 d)
 * once, O(n^2 / 16) for each random way, and 4 n^2 bytes, 16 n^2 while the median is found.
 *
 * <p>What it is not: proof that a runtime is at fault. A benign change of runtime moves each case
 * the same way every time, so swapping is not innocent, and the test will say so; it describes.
 *
 * <p>Sources: Gretton, Borgwardt, Rasch, Schoelkopf and Smola, "A kernel two-sample test", Journal
 * of Machine Learning Research 13 (2012), lemma 6 and section 8; Phipson and Smyth, "Permutation
 * p-values should never be zero", Statistical Applications in Genetics and Molecular Biology 9
 * (2010); Arlazarov, Dinic, Kronrod and Faradzev (1970) for tables of grouped signs.
 */
public final class MaximumMeanDiscrepancyTest implements PairedRowsTest {

  /** Which of the two estimates is meant. */
  public enum Form {
    /** With the kernel of each row and itself: never negative, 0 for the same rows. */
    BIASED,
    /** Without: its mean is right for independent samples, and it may be negative. */
    UNBIASED
  }

  /** The largest number of differing pairs whose swaps are enumerated. */
  public static final int EXACT_LIMIT = SwapPlan.EXACT_LIMIT;

  private static final MaximumMeanDiscrepancyTest DEFAULTS =
      new MaximumMeanDiscrepancyTest(Form.BIASED, OptionalDouble.empty(), SwapPlan.DEFAULTS);

  /** Widths, at the scale of the largest number, beyond which squares leave the doubles. */
  private static final double NARROWEST = 1e-150;

  private static final double WIDEST = 1e150;

  private final Form form;
  private final OptionalDouble bandwidth;
  private final SwapPlan plan;

  private MaximumMeanDiscrepancyTest(Form form, OptionalDouble bandwidth, SwapPlan plan) {
    this.form = form;
    this.bandwidth = bandwidth;
    this.plan = plan;
  }

  /**
   * Returns the biased form with the median distance as bandwidth that, where it cannot enumerate,
   * draws 9,999 assignments with seed 1.
   */
  public static MaximumMeanDiscrepancyTest withDefaults() {
    return DEFAULTS;
  }

  /** Returns this test with another form of the statistic. */
  public MaximumMeanDiscrepancyTest with(Form option) {
    return new MaximumMeanDiscrepancyTest(option, bandwidth, plan);
  }

  /**
   * Returns this test with a fixed bandwidth w, in the unit of the data.
   *
   * @throws IllegalArgumentException if it is not positive and finite
   */
  public MaximumMeanDiscrepancyTest withBandwidth(double option) {
    if (!(option > 0 && option <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "bandwidth is " + option + ": it must be positive and finite");
    }
    return new MaximumMeanDiscrepancyTest(form, OptionalDouble.of(option), plan);
  }

  /**
   * Returns this test with another number of random assignments.
   *
   * @throws IllegalArgumentException if the number is not positive
   */
  public MaximumMeanDiscrepancyTest withAssignments(int option) {
    return new MaximumMeanDiscrepancyTest(form, bandwidth, plan.withAssignments(option));
  }

  /** Returns this test with another seed for the random assignments. */
  public MaximumMeanDiscrepancyTest withSeed(long option) {
    return new MaximumMeanDiscrepancyTest(form, bandwidth, plan.withSeed(option));
  }

  @Override
  public String name() {
    String width =
        bandwidth.isPresent() ? "bandwidth " + bandwidth.getAsDouble() : "median bandwidth";
    return "paired MMD test (" + form + ", RBF with " + width + ", " + plan.name() + ")";
  }

  @Override
  public SwapResult test(double[][] x, double[][] y) {
    PairedRows rows = PairedRows.of(x, y);
    double width =
        bandwidth.isPresent() ? rows.scaled(bandwidth.getAsDouble()) : rows.medianDistance();
    OptionalDouble reported = bandwidth;
    if (bandwidth.isEmpty() && width > 0) {
      reported = OptionalDouble.of(rows.unscaled(width));
    }
    double root = Math.min(WIDEST, Math.max(NARROWEST, width));
    double rate = 0.5 / (root * root);
    Swaps swaps = Swaps.of(rows.moved(), new GaussianContrast(rate));
    return plan.result(statistic(rows, swaps, rate), swaps, reported);
  }

  private double statistic(PairedRows rows, Swaps swaps, double rate) {
    double n = rows.pairs().size();
    double biased = swaps.observed() / n / n;
    return switch (form) {
      case BIASED -> biased;
      case UNBIASED -> rows.moved().isEmpty() ? 0 : biased - ownShare(rows.pairs(), rate);
    };
  }

  /** What the kernel of each row and itself adds to the biased form. */
  private static double ownShare(List<RowPair> pairs, double rate) {
    double n = pairs.size();
    CompensatedSum sum = new CompensatedSum();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        RowPair a = pairs.get(i);
        RowPair b = pairs.get(j);
        sum.add(-Math.expm1(-rate * RowPair.squaredDistance(a.x(), b.x())));
        sum.add(-Math.expm1(-rate * RowPair.squaredDistance(a.y(), b.y())));
      }
    }
    return n == 1 ? 0 : 2 * sum.value() / (n * n * (n - 1));
  }
}

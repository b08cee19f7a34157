package dev.canary.stats;

import java.util.ArrayList;
import java.util.List;

/**
 * The k-sample Anderson-Darling test: do two or more samples of numbers come from one distribution,
 * seen with emphasis on the tails?
 *
 * <p>Null hypothesis: all k samples are drawn independently from the same distribution. With N
 * values in all, n<sub>i</sub> of them in sample i, M<sub>ij</sub> of which are among the j
 * smallest of all, the criterion is
 *
 * <pre>
 * A2 = 1/N sum over i of 1/n_i sum over j &lt; N of (N M_ij - j n_i)^2 / (j (N - j))
 * </pre>
 *
 * <p>and the statistic, which has no unit, is (A2 - (k - 1)) / sigma, with sigma the standard
 * deviation of A2 for samples of these sizes. {@link Variant} says how A2 counts tied values. Large
 * values speak against the null hypothesis.
 *
 * <p>Guarantee: p is interpolated in the table of Scholz and Stephens, as SciPy does: the logarithm
 * of the level is a parabola in the critical value. The table goes from 0.001 to 0.25; outside, the
 * p-value is that bound and the method "bounded". Below 0.001 that errs to the safe side; above
 * 0.25 it says no more than that p is larger, so a level above 0.25 means nothing.
 *
 * <p>Rules: samples in which all values have the same shares, constant ones included, give p = 1
 * with the method "identical"; the statistic is then the one of A2 = 0, unless the variant is
 * continuous and there are ties. Fewer than four values in all, for which sigma is not defined,
 * give 0 and p = 1 with the method "too few values". Neither the order of the values nor that of
 * the samples plays a part.
 *
 * <p>Shapes and cost: samples of any lengths in one unit; sorting, and k steps a value.
 *
 * <p>Source: Scholz and Stephens, "K-sample Anderson-Darling tests", Journal of the American
 * Statistical Association 82 (1987), equations 3, 6 and 7 and table 2.
 */
public final class AndersonDarlingTest implements TwoSampleTest {

  /** How values that occur more than once are counted. */
  public enum Variant {
    /** Tied values count half below and half above (equation 7). */
    MIDRANK,
    /** Tied values count below (equation 6). */
    RIGHT,
    /** As if there were no ties (equation 3): meant for continuous distributions. */
    CONTINUOUS
  }

  private static final AndersonDarlingTest DEFAULTS = new AndersonDarlingTest(Variant.MIDRANK);

  private final Variant variant;

  private AndersonDarlingTest(Variant variant) {
    this.variant = variant;
  }

  /** Returns the test that counts ties by midranks. */
  public static AndersonDarlingTest withDefaults() {
    return DEFAULTS;
  }

  /** Returns this test with another treatment of ties. */
  public AndersonDarlingTest with(Variant option) {
    return new AndersonDarlingTest(option);
  }

  @Override
  public String name() {
    String ties =
        switch (variant) {
          case MIDRANK -> "midranks";
          case RIGHT -> "right";
          case CONTINUOUS -> "continuous";
        };
    return "Anderson-Darling test (" + ties + ")";
  }

  @Override
  public Significance test(double[] x, double[] y) {
    return test(new PooledCounts(List.of(Samples.sorted(x, "x"), Samples.sorted(y, "y"))));
  }

  /**
   * Tests two or more samples.
   *
   * @throws IllegalArgumentException if there are fewer than two samples, or if one is empty or
   *     holds NaN or an infinity
   */
  public Significance test(List<double[]> samples) {
    if (samples.size() < 2) {
      throw new IllegalArgumentException(
          "samples holds " + samples.size() + ": at least two are compared");
    }
    List<double[]> sorted = new ArrayList<>();
    for (double[] sample : samples) {
      sorted.add(Samples.sorted(sample, "samples[" + sorted.size() + "]"));
    }
    return test(new PooledCounts(sorted));
  }

  private Significance test(PooledCounts pool) {
    if (pool.total() < 4) {
      return new Significance(0, 1, "too few values");
    }
    double statistic = (criterion(pool) - (pool.samples() - 1)) / deviation(pool);
    if (pool.sameShares()) {
      return new Significance(statistic, 1, "identical");
    }
    return ScholzStephensTable.of(pool.samples() - 1).significance(statistic);
  }

  private double criterion(PooledCounts pool) {
    CompensatedSum sum = new CompensatedSum();
    while (pool.next()) {
      switch (variant) {
        case MIDRANK -> sum.add(midrank(pool));
        case RIGHT -> sum.add(right(pool, pool.before() + pool.size(), pool.size()));
        case CONTINUOUS -> {
          for (int j = pool.before() + 1; j <= pool.before() + pool.size(); j++) {
            sum.add(right(pool, j, 1));
          }
        }
      }
    }
    return sum.value();
  }

  private static double midrank(PooledCounts pool) {
    double all = pool.total();
    double size = pool.size();
    double below = pool.before() + size / 2;
    if (size == all) {
      return 0;
    }
    double scale = below * (all - below) - all * size / 4;
    double sum = 0;
    for (int i = 0; i < pool.samples(); i++) {
      double apart = all * (pool.before(i) + pool.size(i) / 2.0) - below * pool.sampleSize(i);
      sum += apart * apart / pool.sampleSize(i);
    }
    return size / all * sum / scale * ((all - 1) / all);
  }

  /** What j of the smallest values add, with a weight; the last of all add nothing. */
  private static double right(PooledCounts pool, double j, double weight) {
    double all = pool.total();
    if (j == all) {
      return 0;
    }
    double sum = 0;
    for (int i = 0; i < pool.samples(); i++) {
      double apart = all * (pool.before(i) + pool.size(i)) - j * pool.sampleSize(i);
      sum += apart * apart / pool.sampleSize(i);
    }
    return weight / all * sum / (j * (all - j));
  }

  /** The standard deviation of the criterion: Scholz and Stephens, equation 4. */
  private static double deviation(PooledCounts pool) {
    double all = pool.total();
    double k = pool.samples();
    double reciprocals = 0;
    for (int i = 0; i < k; i++) {
      reciprocals += 1.0 / pool.sampleSize(i);
    }
    double h = 0;
    double g = 0;
    for (int i = 1; i < all - 1; i++) {
      h += 1 / (all - i);
      g += h / (i + 1);
    }
    h += 1;
    double a = (4 * g - 6) * (k - 1) + (10 - 6 * g) * reciprocals;
    double b =
        (2 * g - 4) * k * k + 8 * h * k + (2 * g - 14 * h - 4) * reciprocals - 8 * h + 4 * g - 6;
    double c =
        (6 * h + 2 * g - 2) * k * k + (4 * h - 4 * g + 6) * k + (2 * h - 6) * reciprocals + 4 * h;
    double d = (2 * h + 6) * k * k - 4 * h * k;
    double cubic = ((a * all + b) * all + c) * all + d;
    return Math.sqrt(cubic / ((all - 1) * (all - 2) * (all - 3)));
  }
}

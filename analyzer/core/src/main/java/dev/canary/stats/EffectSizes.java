package dev.canary.stats;

/**
 * Sizes of an effect without unit, to be read beside a p-value: a p-value says how surely there is
 * a difference, an effect size how large it is.
 *
 * <p>None has a null hypothesis. All are antisymmetric (swapping x and y turns the sign), positive
 * where x is the larger, and 0 for identical data; the order of values, or of pairs, plays no part.
 * All throw {@link IllegalArgumentException} if a sample is empty, if paired samples differ in
 * length, or if a value is NaN or infinite, naming it.
 */
public final class EffectSizes {

  private EffectSizes() {}

  /**
   * Cliff's delta of two samples: P(X &gt; Y) - P(X &lt; Y), in [-1, 1].
   *
   * <p>It costs a sort. Source: Cliff, "Dominance statistics", Psychological Bulletin 114 (1993).
   */
  public static double cliffsDelta(double[] x, double[] y) {
    double[] a = Samples.sorted(x, "x");
    double[] b = Samples.sorted(y, "y");
    long dominance = 0;
    int below = 0;
    int notAbove = 0;
    for (double value : a) {
      while (below < b.length && b[below] < value) {
        below++;
      }
      while (notAbove < b.length && b[notAbove] <= value) {
        notAbove++;
      }
      dominance += below - (b.length - notAbove);
    }
    return dominance / ((double) a.length * b.length);
  }

  /**
   * The matched-pairs rank-biserial correlation: (W+ - W-) / (W+ + W-), in [-1, 1].
   *
   * <p>W+ and W- are the sums of the ranks of |x - y| over positive and negative differences, as
   * {@link WilcoxonTest} without zeros has them; without any difference it is 0. Source: Kerby,
   * "The simple difference formula", Comprehensive Psychology 3 (2014).
   */
  public static double rankBiserial(double[] x, double[] y) {
    SignedRanks ranks = SignedRanks.of(PairedDifferences.of(x, y), WilcoxonTest.Zeros.WILCOX);
    long total = ranks.doubledTotal();
    return total == 0 ? 0 : (2 * ranks.doubledPlus() - total) / (double) total;
  }

  /**
   * Cohen's d of pairs, called d_z: the mean difference over the standard deviation of the
   * differences (divisor n - 1).
   *
   * <p>By rule 0 for a single pair, which has no spread, and the largest double, with its sign, for
   * several equal differences that are not 0. Source: Cohen, "Statistical Power Analysis for the
   * Behavioral Sciences" (1988), section 2.3.5.
   */
  public static double cohensDz(double[] x, double[] y) {
    Moments moments = Moments.of(PairedDifferences.of(x, y));
    return moments.standardised(0);
  }

  /**
   * Cohen's d of two samples: the difference of the means over the pooled standard deviation
   * (divisor n + m - 2).
   *
   * <p>By rule 0 for two single values, and the largest double, with its sign, for two different
   * constants. Source: Cohen (1988), section 2.2.
   */
  public static double cohensD(double[] x, double[] y) {
    Samples.requireSample(x, "x");
    Samples.requireSample(y, "y");
    int scale = Moments.exponent(x, y);
    Moments a = Moments.ofScaled(x, scale);
    Moments b = Moments.ofScaled(y, scale);
    int freedom = x.length + y.length - 2;
    if (freedom == 0) {
      return 0;
    }
    return Moments.ratio(a.mean() - b.mean(), Math.sqrt((a.squares() + b.squares()) / freedom));
  }
}

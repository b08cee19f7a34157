package dev.canary.stats;

/**
 * The Wilcoxon signed-rank test: are paired differences centred at zero?
 *
 * <p>Null hypothesis: each difference x[i] - y[i] is distributed symmetrically about 0, so that its
 * sign carries no information. The magnitudes are ranked, equal ones by the mean of their ranks; W+
 * and W- are the sums of the ranks of the positive and of the negative differences. The statistic
 * is
 *
 * <pre>
 * TWO_SIDED  min(W+, W-)
 * GREATER    W+    p is small when x tends to be the larger one
 * LESS       W+    p is small when x tends to be the smaller one
 * </pre>
 *
 * <p>Guarantee: the exact p-value is the share of all 2^n assignments of signs to the n magnitudes
 * that are not zero whose W+ is at least as extreme, given the ties and zeros that there are; the
 * two-sided one is twice the smaller tail, at most 1. Without ties and zeros it is that of SciPy
 * and R; SciPy's "exact" ignores ties. The asymptotic one is SciPy's: normal, with the variance
 * corrected for ties and, with {@link Zeros#PRATT}, for zeros (Cureton, 1967); {@link
 * Continuity#CORRECTED} moves W+ towards its mean by 1/2.
 *
 * <p>Cost: a sort, and for an exact value at most O(n^3) time and O(n^2) memory for n differences
 * that are not zero, of which there may be 1,000. {@link PValueMethod#AUTO} is exact up to {@value
 * #EXACT_LIMIT} pairs, as SciPy is where nothing is tied.
 *
 * <p>Rules: where no pair differs, p = 1 for every alternative; one pair that differs gives the
 * two-sided p = 1. The order of the pairs plays no part. Swapping x and y leaves the two-sided
 * result and swaps the one-sided p-values.
 *
 * <p>A hazard: x[i] - y[i] is rounded, so that 0.3 - 0.2 and 0.2 - 0.1 are not tied although the
 * decimals are. Like SciPy, the test takes the doubles at their word; where decimals are meant,
 * round the differences and use {@link #test(double[])}.
 *
 * <p>Sources: Wilcoxon, "Individual comparisons by ranking methods", Biometrics Bulletin 1 (1945);
 * Pratt, "Remarks on zeros and ties in the Wilcoxon signed rank procedures", JASA 54 (1959).
 */
public final class WilcoxonTest implements PairedTest {

  /** What becomes of differences that are zero. */
  public enum Zeros {
    /** They are left out before ranking. */
    WILCOX,
    /** They are ranked, and their ranks left out of both sums. */
    PRATT,
    /** They are ranked, and their ranks split between both sums. */
    ZSPLIT
  }

  /** The largest number of pairs for which {@link PValueMethod#AUTO} is exact. */
  public static final int EXACT_LIMIT = 50;

  private static final WilcoxonTest DEFAULTS =
      new WilcoxonTest(Alternative.TWO_SIDED, PValueMethod.AUTO, Zeros.WILCOX, Continuity.NONE);

  private final Alternative alternative;
  private final PValueMethod method;
  private final Zeros zeros;
  private final Continuity continuity;

  private WilcoxonTest(
      Alternative alternative, PValueMethod method, Zeros zeros, Continuity continuity) {
    this.alternative = alternative;
    this.method = method;
    this.zeros = zeros;
    this.continuity = continuity;
  }

  /** Returns the two-sided test that leaves zeros out, without continuity correction. */
  public static WilcoxonTest withDefaults() {
    return DEFAULTS;
  }

  /** Returns this test with another alternative. */
  public WilcoxonTest with(Alternative option) {
    return new WilcoxonTest(option, method, zeros, continuity);
  }

  /** Returns this test with another way to find the p-value. */
  public WilcoxonTest with(PValueMethod option) {
    return new WilcoxonTest(alternative, option, zeros, continuity);
  }

  /** Returns this test with another treatment of zeros. */
  public WilcoxonTest with(Zeros option) {
    return new WilcoxonTest(alternative, method, option, continuity);
  }

  /** Returns this test with or without continuity correction; exact p-values know none. */
  public WilcoxonTest with(Continuity option) {
    return new WilcoxonTest(alternative, method, zeros, option);
  }

  @Override
  public String name() {
    return "Wilcoxon signed-rank test ("
        + String.join(
            ", ", alternative.name(), method.name(), zeros.name(), "continuity " + continuity)
        + ")";
  }

  /**
   * Tests the differences x[i] - y[i] of pairs.
   *
   * @return the statistic, its p-value, and a method that starts with "exact" or "asymptotic"
   * @throws IllegalArgumentException if the lengths differ, if there is no pair, if a value is NaN
   *     or infinite, if a difference is beyond the largest double, or if {@link PValueMethod#EXACT}
   *     is asked for more than 1,000 differences that are not zero
   */
  @Override
  public Significance test(double[] x, double[] y) {
    return test(PairedDifferences.of(x, y));
  }

  /**
   * Tests differences that were taken before.
   *
   * @throws IllegalArgumentException if there is no difference, if one is NaN or infinite, or if
   *     {@link PValueMethod#EXACT} is asked for more than 1,000 that are not zero
   */
  public Significance test(double[] differences) {
    Samples.requireSample(differences, "differences");
    SignedRanks ranks = SignedRanks.of(differences, zeros);
    double statistic = statistic(ranks);
    if (ranks.count() == 0) {
      return new Significance(statistic, 1, "exact given ties");
    }
    boolean exact =
        switch (method) {
          case AUTO -> differences.length <= EXACT_LIMIT;
          case EXACT -> true;
          case ASYMPTOTIC -> false;
        };
    if (exact) {
      return Significance.ofLog(
          statistic, logExact(ranks), ranks.tied() ? "exact given ties" : "exact");
    }
    String name =
        switch (continuity) {
          case NONE -> "asymptotic";
          case CORRECTED -> "asymptotic, continuity corrected";
        };
    return Significance.ofLog(statistic, logNormal(ranks), name);
  }

  private double statistic(SignedRanks ranks) {
    long plus = ranks.doubledPlus();
    long least =
        switch (alternative) {
          case TWO_SIDED -> Math.min(plus, ranks.doubledTotal() - plus);
          case GREATER, LESS -> plus;
        };
    return (least + split(ranks)) / 2.0;
  }

  /** Twice what the ranks of the zeros add to each side. */
  private long split(SignedRanks ranks) {
    return switch (zeros) {
      case WILCOX, PRATT -> 0;
      case ZSPLIT -> ranks.zeros() * (ranks.zeros() + 1L) / 2;
    };
  }

  private double logExact(SignedRanks ranks) {
    SignedRankDistribution sums = new SignedRankDistribution(ranks.doubled());
    long plus = ranks.doubledPlus();
    long minus = ranks.doubledTotal() - plus;
    return switch (alternative) {
      case TWO_SIDED -> Math.log(2) + sums.logAtMost(Math.min(plus, minus));
      case GREATER -> sums.logAtMost(minus);
      case LESS -> sums.logAtMost(plus);
    };
  }

  private double logNormal(SignedRanks ranks) {
    double above = (2 * ranks.doubledPlus() - ranks.doubledTotal()) / 4.0;
    double z = (above - correction(above)) / deviation(ranks);
    return switch (alternative) {
      case TWO_SIDED -> Math.log(2) + Normal.logSurvival(Math.abs(z));
      case GREATER -> Normal.logSurvival(z);
      case LESS -> Normal.logSurvival(-z);
    };
  }

  private double correction(double above) {
    return switch (continuity) {
      case NONE -> 0;
      case CORRECTED ->
          switch (alternative) {
            case TWO_SIDED -> Math.signum(above) / 2;
            case GREATER -> .5;
            case LESS -> -.5;
          };
    };
  }

  /** The standard deviation of W+ as SciPy has it. */
  private double deviation(SignedRanks ranks) {
    double none = ranks.zeros();
    double all = ranks.count() + none;
    double variance =
        switch (zeros) {
          case WILCOX -> cubic(ranks.count());
          case PRATT -> cubic(all) - cubic(none);
          case ZSPLIT -> cubic(all) - (none * none * none - none) / 2;
        };
    return Math.sqrt((variance - ranks.tieSum() / 2) / 24);
  }

  private static double cubic(double n) {
    return n * (n + 1) * (2 * n + 1);
  }
}

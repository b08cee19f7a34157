package dev.canary.stats;

import java.util.Arrays;
import org.apache.commons.numbers.gamma.LogGamma;

/**
 * Kendall's rank correlation: do two vectors put their positions in the same order?
 *
 * <p>Null hypothesis: the order of y is independent of that of x, all orders being equally likely.
 * So here a small p-value says that the vectors agree (or disagree) more than chance, and identical
 * data give a small one. Of the n (n - 1) / 2 pairs of positions, C are concordant, D discordant,
 * Tx tied in x and Ty tied in y, and the statistic is
 *
 * <pre>
 * tau-b = (C - D) / sqrt((n (n - 1) / 2 - Tx) (n (n - 1) / 2 - Ty))    in [-1, 1]
 * TWO_SIDED  p = P(|C - D| at least as large)
 * GREATER    p = P(C - D at least as large)     small when the orders agree
 * LESS       p = P(C - D at most as large)      small when the orders are opposed
 * </pre>
 *
 * <p>Guarantee: without ties the exact p-value counts all n! orders, as a sum of positive terms.
 * The asymptotic one is normal with the variance corrected for ties, as SciPy has it. {@link
 * PValueMethod#AUTO} is exact where SciPy is: without ties and for n up to {@value #EXACT_LIMIT},
 * or with at most one pair out of order.
 *
 * <p>Rules: a constant vector has no order: p = 1, and tau is 1 if both are constant, single values
 * included, else 0. The order of the positions plays no part. Swapping x and y changes nothing.
 *
 * <p>Cost: O(n log n) (Knight, 1966), and O(n min(C, D)) for an exact value.
 *
 * <p>Sources: Kendall, "A new measure of rank correlation", Biometrika 30 (1938), and "Rank
 * Correlation Methods" (1970), chapters 4 and 5.
 */
public final class KendallTauTest implements PairedTest {

  /** The largest length for which {@link PValueMethod#AUTO} is exact, if nothing is tied. */
  public static final int EXACT_LIMIT = 33;

  private static final long MOST_STEPS = 1_000_000_000;

  private static final KendallTauTest DEFAULTS =
      new KendallTauTest(Alternative.TWO_SIDED, PValueMethod.AUTO);

  private final Alternative alternative;
  private final PValueMethod method;

  private KendallTauTest(Alternative alternative, PValueMethod method) {
    this.alternative = alternative;
    this.method = method;
  }

  /** Returns the two-sided test, exact where affordable. */
  public static KendallTauTest withDefaults() {
    return DEFAULTS;
  }

  /** Returns this test with another alternative. */
  public KendallTauTest with(Alternative option) {
    return new KendallTauTest(option, method);
  }

  /** Returns this test with another way to find the p-value. */
  public KendallTauTest with(PValueMethod option) {
    return new KendallTauTest(alternative, option);
  }

  @Override
  public String name() {
    return "Kendall tau-b test (" + alternative + ", " + method + ")";
  }

  /**
   * Tests two vectors.
   *
   * @return tau-b, its p-value, and the method "exact" or "asymptotic"
   * @throws IllegalArgumentException if the lengths differ, if they are 0, if a value is NaN or
   *     infinite, or if {@link PValueMethod#EXACT} is asked where there are ties or where n min(C,
   *     D) exceeds 1,000,000,000
   */
  @Override
  public Significance test(double[] x, double[] y) {
    Concordance pairs = Concordance.of(x, y);
    if (pairs.constant()) {
      return new Significance(pairs.tauB(), 1, "exact");
    }
    boolean exact =
        switch (method) {
          case AUTO -> !pairs.tied() && (pairs.size() <= EXACT_LIMIT || outOfOrder(pairs) <= 1);
          case EXACT -> true;
          case ASYMPTOTIC -> false;
        };
    if (exact) {
      return Significance.ofLog(pairs.tauB(), logExact(pairs), "exact");
    }
    double z = pairs.difference() / Math.sqrt(variance(pairs));
    double log =
        switch (alternative) {
          case TWO_SIDED -> Math.log(2) + Normal.logSurvival(Math.abs(z));
          case GREATER -> Normal.logSurvival(z);
          case LESS -> Normal.logSurvival(-z);
        };
    return Significance.ofLog(pairs.tauB(), log, "asymptotic");
  }

  /** The number of discordant or of concordant pairs, whichever is smaller; without ties. */
  private static long outOfOrder(Concordance pairs) {
    return (pairs.all() - Math.abs(pairs.difference())) / 2;
  }

  private double logExact(Concordance pairs) {
    long least = outOfOrder(pairs);
    if (pairs.tied()) {
      throw new IllegalArgumentException(
          "x or y holds ties: an exact p-value needs distinct values");
    }
    if (least * pairs.size() > MOST_STEPS) {
      throw new IllegalArgumentException(
          "n min(C, D) is "
              + least * pairs.size()
              + ": an exact p-value takes at most "
              + MOST_STEPS);
    }
    double tail = logAtMost(least, pairs.size());
    boolean towards =
        switch (alternative) {
          case TWO_SIDED -> true;
          case GREATER -> pairs.difference() > 0;
          case LESS -> pairs.difference() < 0;
        };
    if (alternative == Alternative.TWO_SIDED) {
      return Math.log(2) + tail;
    }
    return towards ? tail : Math.log1p(-Math.exp(logAtMost(least - 1, pairs.size())));
  }

  /** ln of the share of all orders of so many values that have at most so many inversions. */
  private static double logAtMost(long inversions, int size) {
    if (inversions < 0) {
      return Double.NEGATIVE_INFINITY;
    }
    double[] orders = new double[(int) inversions + 1];
    double[] next = new double[orders.length];
    orders[0] = 1;
    double logScale = 0;
    for (int n = 2; n <= size; n++) {
      double window = 0;
      double most = 0;
      for (int k = 0; k < orders.length; k++) {
        window += orders[k] - (k < n ? 0 : orders[k - n]);
        next[k] = window;
        most = Math.max(most, window);
      }
      double scale = most > 1e200 ? 1e-200 : 1;
      Arrays.setAll(orders, k -> next[k] * scale);
      logScale -= Math.log(scale);
    }
    double sum = Arrays.stream(orders).sum();
    return Math.log(sum) + logScale - LogGamma.value(size + 1.0);
  }

  private static double variance(Concordance pairs) {
    double n = pairs.size();
    double ordered = n * (n - 1);
    Concordance.Ties x = pairs.x();
    Concordance.Ties y = pairs.y();
    double variance = (ordered * (2 * n + 5) - x.variance() - y.variance()) / 18;
    variance += 2.0 * x.pairs() * y.pairs() / ordered;
    double triples = x.triples() * y.triples();
    return triples == 0 ? variance : variance + triples / (9 * ordered * (n - 2));
  }
}

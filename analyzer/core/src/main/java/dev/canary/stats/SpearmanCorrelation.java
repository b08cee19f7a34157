package dev.canary.stats;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Spearman's rank correlation: do two variables order the same things alike?
 *
 * <p>The statistic is Pearson's correlation of the ranks, with the mean rank for ties,
 *
 * <pre>
 * rho = sum (r[i] - m)(s[i] - m) / sqrt(sum (r[i] - m)^2 sum (s[i] - m)^2),   m = (n + 1) / 2
 * </pre>
 *
 * in [-1, 1] and without unit: any increasing map of either variable leaves it as it is. A variable
 * that does not vary orders nothing, and the correlation is NaN.
 *
 * <p>Source: Spearman, "The proof and measurement of association between two things", American
 * Journal of Psychology 15 (1904); {@code spearmanr} of SciPy.
 */
public final class SpearmanCorrelation {

  private SpearmanCorrelation() {}

  /**
   * Returns the correlation of pairs x[i], y[i].
   *
   * @throws IllegalArgumentException if the arrays are empty, differ in length or hold NaN or an
   *     infinity
   */
  public static double of(double[] x, double[] y) {
    PairedDifferences.requirePairs(x, y);
    double[] r = centredRanks(x);
    double[] s = centredRanks(y);
    double rs = 0;
    double rr = 0;
    double ss = 0;
    for (int i = 0; i < r.length; i++) {
      rs += r[i] * s[i];
      rr += r[i] * r[i];
      ss += s[i] * s[i];
    }
    return rs / Math.sqrt(rr * ss);
  }

  private static double[] centredRanks(double[] values) {
    int[] order =
        IntStream.range(0, values.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> values[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] ranks = new double[values.length];
    double middle = (values.length - 1) / 2.0;
    for (int from = 0; from < order.length; ) {
      int to = from;
      while (to < order.length && values[order[to]] == values[order[from]]) {
        to++;
      }
      double rank = (from + to - 1) / 2.0 - middle;
      Arrays.stream(order, from, to).forEach(i -> ranks[i] = rank);
      from = to;
    }
    return ranks;
  }
}

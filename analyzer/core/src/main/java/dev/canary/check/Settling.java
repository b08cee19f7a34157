package dev.canary.check;

import dev.canary.stats.Median;
import java.util.Arrays;

/**
 * Where a run settles: how many of its leading cases are slow because something had just started.
 *
 * <p>The case latencies are ratios to the baseline's own of the same case, as logarithms, in the
 * order in which cases were sent. Past the bound ({@value #MOST_CASES} cases, 30 s or half of the
 * run, whichever comes first) their median m and spread s (1.4826 x the median absolute deviation)
 * are taken for settled. The leading part is the prefix with the largest sum of (ratio - m -
 * slack), slack = max(log 1.5, s), each term clipped so that one pause of the server cannot make a
 * prefix; it counts only if that sum exceeds max(log 2, 3 s). This is the rule of cumulative sums
 * read from the other end (Page, "Continuous inspection schemes", Biometrika 41 (1954)).
 */
final class Settling {
  /** The most cases that can be left out. */
  static final int MOST_CASES = 20;

  private static final long MOST_NANOS = 30_000_000_000L;
  private static final double SLACK = Math.log(1.5);
  private static final double CLEAR = Math.log(2);
  private static final double NORMAL = 1.4826;

  private Settling() {}

  /**
   * How many leading cases had not settled.
   *
   * @param ratios logarithms, in the order of sending
   * @param sentNanos when each was sent, ascending; all alike where nobody noted it, and then
   *     nothing is left out
   */
  static int leading(double[] ratios, long[] sentNanos) {
    int bound = bound(sentNanos);
    if (bound == 0) {
      return 0;
    }
    double[] rest = Arrays.copyOfRange(ratios, bound, ratios.length);
    double settled = Median.of(rest);
    double spread =
        NORMAL * Median.of(Arrays.stream(rest).map(r -> Math.abs(r - settled)).toArray());
    double slack = Math.max(SLACK, spread);
    double clear = Math.max(CLEAR, 3 * spread);
    double sum = 0;
    double largest = clear;
    int leading = 0;
    for (int i = 0; i < bound; i++) {
      sum += Math.min(ratios[i] - settled, 2 * clear + slack) - slack;
      if (sum > largest) {
        largest = sum;
        leading = i + 1;
      }
    }
    return leading;
  }

  private static int bound(long[] sentNanos) {
    boolean unknown = sentNanos[0] == sentNanos[sentNanos.length - 1];
    int most = unknown ? 0 : Math.min(MOST_CASES, sentNanos.length / 2);
    int bound = 0;
    while (bound < most && sentNanos[bound] - sentNanos[0] <= MOST_NANOS) {
      bound++;
    }
    return bound;
  }
}

package dev.canary.stats;

import java.util.BitSet;

/**
 * The exact null distribution of the two-sample Kolmogorov-Smirnov statistic.
 *
 * <p>Dealing n + m pooled values into samples of n and m is a random walk over a lattice: after k
 * values, i went to x and j = k - i to y, and the next one goes to x with probability (n - i) / (n
 * + m - k). The statistic reaches d if the walk meets |i m - j n| &gt;= d n m at a checkpoint, the
 * end of a group of tied values. The walk is followed one value at a time; what meets the boundary
 * is taken out and summed. All terms are positive probabilities, so nothing overflows and nothing
 * cancels; a term too small for a double is too small for the sum.
 */
final class LatticePaths {

  private final int n;
  private final int m;
  private final long gap;
  private final Alternative alternative;

  /** Probability of having met no boundary and being at i, for lowest &lt;= i &lt;= highest. */
  private final double[] alive;

  private int lowest;
  private int highest;
  private double exceeded;

  private LatticePaths(int n, int m, long gap, Alternative alternative) {
    this.n = n;
    this.m = m;
    this.gap = gap;
    this.alternative = alternative;
    this.alive = new double[n + 1];
    this.alive[0] = 1;
  }

  /** Returns the probability that a gap of at least {@code gap} is met at a checkpoint. */
  static double exceedance(int n, int m, long gap, Alternative alternative, BitSet checkpoints) {
    if (gap <= 0) {
      return 1;
    }
    LatticePaths paths = new LatticePaths(n, m, gap, alternative);
    for (int k = 1; k <= n + m && paths.lowest <= paths.highest; k++) {
      paths.step(k);
      if (checkpoints.get(k)) {
        paths.takeOut(k);
      }
    }
    return paths.exceeded;
  }

  /** Deals the k-th value. */
  private void step(int k) {
    double left = (double) n + m - k + 1;
    highest = Math.min(highest + 1, n);
    for (int i = highest; i > 0 && i >= lowest; i--) {
      double toY = alive[i] * ((m - (k - 1 - i)) / left);
      double toX = alive[i - 1] * ((n - i + 1) / left);
      alive[i] = toY + toX;
    }
    if (lowest == 0) {
      alive[0] *= (m - (k - 1)) / left;
    }
    while (lowest < k - m) {
      alive[lowest++] = 0;
    }
  }

  /** Takes out what lies on or beyond the boundary after k values. */
  private void takeOut(int k) {
    long total = (long) n + m;
    if (alternative != Alternative.LESS) {
      while (highest >= lowest && highest * total - (long) k * n >= gap) {
        takeOutAt(highest--);
      }
    }
    if (alternative != Alternative.GREATER) {
      while (lowest <= highest && (long) k * n - lowest * total >= gap) {
        takeOutAt(lowest++);
      }
    }
  }

  private void takeOutAt(int i) {
    exceeded += alive[i];
    alive[i] = 0;
  }
}

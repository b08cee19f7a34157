package dev.canary.stats;

/**
 * The exact null distribution of the two-sample Kolmogorov-Smirnov statistic.
 *
 * <p>Dealing n + m pooled values into samples of n and m is a walk over a lattice: after k values,
 * i went to x. The statistic reaches d if the walk meets |i (n + m) - k n| &gt;= d n m at a
 * checkpoint, the end of a group of tied values. Given that a walk is at i after k values, each of
 * the i is equally likely to be the last one; so the share of the walks to (k, i) that met no
 * boundary before is
 *
 * <pre>
 * alive(k, i) = i / k alive(k - 1, i - 1) + (k - i) / k alive(k - 1, i)
 * </pre>
 *
 * <p>where what lies on the boundary is taken out. The p-value is the sum of what was taken out,
 * each times the hypergeometric probability of the walk being there. All terms are positive and
 * nothing cancels; the shares do not become small where the probabilities do, so the logarithm of
 * the p-value is right where the p-value itself underflows.
 */
final class LatticePaths {

  private final int n;
  private final int m;
  private final long gap;
  private final Alternative alternative;

  /** The share that met no boundary, for lowest &lt;= i &lt;= highest; 0 elsewhere. */
  private final double[] alive;

  private final LogSum exceeded = new LogSum();
  private int lowest;
  private int highest;

  private LatticePaths(Midranks pool, long gap, Alternative alternative) {
    this.n = pool.n();
    this.m = pool.m();
    this.gap = gap;
    this.alternative = alternative;
    this.alive = new double[n + 1];
    this.alive[0] = 1;
  }

  /** Returns the logarithm of the probability that a gap of at least {@code gap} is met. */
  static double logExceedance(Midranks pool, long gap, Alternative alternative, Ties ties) {
    if (gap <= 0) {
      return 0;
    }
    LatticePaths paths = new LatticePaths(pool, gap, alternative);
    int k = 0;
    for (int group = 0; group < pool.groups(); group++) {
      int end = k + pool.size(group);
      while (k < end && paths.lowest <= paths.highest) {
        paths.step(++k);
        if (k == end || ties == Ties.IGNORED) {
          paths.takeOut(k);
        }
      }
    }
    return paths.exceeded.log();
  }

  /** Deals the k-th value. */
  private void step(int k) {
    double one = 1.0 / k;
    highest = Math.min(highest + 1, n);
    for (int i = highest; i > 0 && i >= lowest; i--) {
      alive[i] = i * one * alive[i - 1] + (k - i) * one * alive[i];
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
        takeOut(k, highest--);
      }
    }
    if (alternative != Alternative.GREATER) {
      while (lowest <= highest && (long) k * n - lowest * total >= gap) {
        takeOut(k, lowest++);
      }
    }
  }

  private void takeOut(int k, int i) {
    if (alive[i] > 0) {
      exceeded.add(Saddlepoint.logHypergeometric(i, k, n, m) + Math.log(alive[i]));
      alive[i] = 0;
    }
  }
}

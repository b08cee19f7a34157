package dev.canary.stats;

/**
 * The exact distribution of a sum of given ranks, each taken or left with probability 1/2.
 *
 * <p>The subsets of each sum are counted rank by rank, on the ranks divided by their greatest
 * common divisor. All terms are positive and, for at most {@value #LIMIT} ranks, neither overflow
 * nor underflow, so that the smallest tail keeps its digits. It costs O(n w) time and O(w) memory
 * for the tail up to w, at most half of the sum of all n ranks.
 */
final class SignedRankDistribution {

  /** The largest number of ranks whose subsets a double can count. */
  static final int LIMIT = 1000;

  private final long[] ranks;
  private final long divisor;
  private final long total;

  /** The distribution of sums of these positive ranks. */
  SignedRankDistribution(long[] ranks) {
    if (ranks.length > LIMIT) {
      throw new IllegalArgumentException(
          ranks.length + " differences are not zero: an exact p-value takes at most " + LIMIT);
    }
    this.ranks = ranks;
    long common = 0;
    long sum = 0;
    for (long rank : ranks) {
      common = gcd(rank, common);
      sum += rank;
    }
    divisor = Math.max(1, common);
    total = sum / divisor;
  }

  /** ln P(sum &lt;= bound), for a sum that can occur. */
  double logAtMost(long bound) {
    long most = bound / divisor;
    if (most >= total) {
      return 0;
    }
    if (most > total / 2) {
      return Math.log1p(-Math.exp(logTail((int) (total - most - 1))));
    }
    return logTail((int) most);
  }

  private double logTail(int most) {
    double[] subsets = new double[most + 1];
    subsets[0] = 1;
    int reached = 0;
    for (long rank : ranks) {
      long step = rank / divisor;
      if (step > most) {
        continue;
      }
      reached = (int) Math.min(most, reached + step);
      for (int sum = reached; sum >= step; sum--) {
        subsets[sum] += subsets[sum - (int) step];
      }
    }
    double count = 0;
    for (double value : subsets) {
      count += value;
    }
    return Math.log(count) - ranks.length * Math.log(2);
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}

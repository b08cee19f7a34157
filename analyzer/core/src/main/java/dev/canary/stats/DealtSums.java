package dev.canary.stats;

import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.commons.math3.util.ArithmeticUtils;

/**
 * The exact null distribution of a statistic that adds up over the groups of equal values of two
 * samples, as rank statistics do.
 *
 * <p>Dealing the pooled values into samples of n and m, each way being equally likely, is followed
 * one group after the other. A state is how many values went to x and what the statistic gained so
 * far, a whole number. Probability that is sure to reach the threshold is summed, what cannot reach
 * it any more is dropped, so that only the states between are held. All terms are positive.
 */
final class DealtSums {

  /** What the statistic gains when x takes some values of a group. */
  @FunctionalInterface
  interface Gain {

    /**
     * Returns the gain.
     *
     * @param group the group that is dealt
     * @param before how many values of the groups before went to x
     * @param taken how many values of this group go to x
     */
    long of(int group, int before, int taken);
  }

  /** The largest n m for which no probability underflows. */
  private static final long LARGEST_PRODUCT = 250_000;

  /** The most probabilities that are held at once. */
  private static final long MOST_STATES = 50_000_000;

  private final int n;
  private final int m;

  /** How many values the groups before each one hold. */
  private final int[] dealt;

  /** The gains by group, by values that x took before, by values that x takes, from the fewest. */
  private final long[][][] gains;

  private double reached;

  private DealtSums(Midranks pool, Gain gain) {
    n = pool.n();
    m = pool.m();
    int groups = pool.groups();
    dealt = pool.dealt();
    gains = new long[groups][n + 1][0];
    for (int group = 0; group < groups; group++) {
      for (int i = fewest(group); i <= greatest(group); i++) {
        int first = fewestTaken(group, i);
        long[] row = new long[Math.min(size(group), n - i) - first + 1];
        for (int t = 0; t < row.length; t++) {
          row[t] = gain.of(group, i, first + t);
        }
        gains[group][i] = row;
      }
    }
  }

  /**
   * Returns the probability that the gains sum up to the threshold or more.
   *
   * @throws IllegalArgumentException if that takes more time or memory than is reasonable
   */
  static double atLeast(Midranks pool, Gain gain, long threshold) {
    if ((long) pool.n() * pool.m() > LARGEST_PRODUCT) {
      throw tooLarge(pool.n(), pool.m());
    }
    DealtSums sums = new DealtSums(pool, gain);
    long unit = sums.divideByUnit();
    return unit == 0 ? 1 : sums.deal(-Math.floorDiv(-threshold, unit));
  }

  /** Says that an exact p-value is out of reach. */
  static IllegalArgumentException tooLarge(int n, int m) {
    return new IllegalArgumentException(
        "samples of "
            + n
            + " and "
            + m
            + " values are too large for an exact p-value: the asymptotic one is as good");
  }

  private int size(int group) {
    return dealt[group + 1] - dealt[group];
  }

  private int fewest(int group) {
    return Math.max(0, dealt[group] - m);
  }

  private int greatest(int group) {
    return Math.min(n, dealt[group]);
  }

  private int fewestTaken(int group, int before) {
    return Math.max(0, size(group) - (m - dealt[group] + before));
  }

  /** Divides all gains by their greatest common divisor and returns it; 0 if nothing is gained. */
  private long divideByUnit() {
    long unit = 0;
    for (long[][] group : gains) {
      for (long[] row : group) {
        for (long gain : row) {
          unit = ArithmeticUtils.gcd(unit, gain);
        }
      }
    }
    if (unit > 1) {
      for (long[][] group : gains) {
        for (long[] row : group) {
          for (int t = 0; t < row.length; t++) {
            row[t] /= unit;
          }
        }
      }
    }
    return unit;
  }

  private double deal(long threshold) {
    int groups = gains.length;
    long[][] sure = new long[groups + 1][n + 1];
    long[][] possible = new long[groups + 1][n + 1];
    sure[groups][n] = threshold;
    possible[groups][n] = threshold;
    for (int group = groups - 1; group >= 0; group--) {
      for (int i = fewest(group); i <= greatest(group); i++) {
        int next = i + fewestTaken(group, i);
        long[] row = gains[group][i];
        sure[group][i] = Long.MIN_VALUE;
        possible[group][i] = Long.MAX_VALUE;
        for (int t = 0; t < row.length; t++) {
          sure[group][i] = Math.max(sure[group][i], sure[group + 1][next + t] - row[t]);
          possible[group][i] = Math.min(possible[group][i], possible[group + 1][next + t] - row[t]);
        }
      }
    }
    if (sure[0][0] <= 0) {
      return 1;
    }
    States[] now = states();
    States[] next = states();
    now[0].start();
    for (int group = 0; group < groups; group++) {
      open(group, now, next, sure[group + 1], possible[group + 1]);
      pour(group, now, next, sure[group + 1]);
      States[] done = now;
      now = next;
      next = done;
    }
    return reached;
  }

  private States[] states() {
    return Stream.generate(States::new).limit(n + 1L).toArray(States[]::new);
  }

  /** Makes room for the sums that are possible after a group and do not decide the outcome yet. */
  private void open(int group, States[] now, States[] next, long[] sure, long[] possible) {
    for (int i = fewest(group + 1); i <= greatest(group + 1); i++) {
      next[i].least = Long.MAX_VALUE;
      next[i].most = Long.MIN_VALUE;
    }
    for (int i = fewest(group); i <= greatest(group); i++) {
      int first = i + fewestTaken(group, i);
      long[] row = gains[group][i];
      for (int t = 0; t < row.length; t++) {
        States to = next[first + t];
        to.least = Math.min(to.least, now[i].least + row[t]);
        to.most = Math.max(to.most, now[i].most + row[t]);
      }
    }
    long held = 0;
    for (int i = fewest(group + 1); i <= greatest(group + 1); i++) {
      held += next[i].width(possible[i], sure[i]);
    }
    if (held > MOST_STATES) {
      throw tooLarge(n, m);
    }
    for (int i = fewest(group + 1); i <= greatest(group + 1); i++) {
      next[i].open(possible[i], sure[i]);
    }
  }

  private void pour(int group, States[] now, States[] next, long[] sure) {
    for (int i = fewest(group); i <= greatest(group); i++) {
      if (now[i].length > 0) {
        int first = fewestTaken(group, i);
        long[] row = gains[group][i];
        for (int t = 0; t < row.length; t++) {
          int to = i + first + t;
          double probability = probability(group, i, first + t);
          reached += now[i].pour(next[to], row[t], probability, sure[to]);
        }
      }
    }
  }

  /** The probability that x takes so many values of a group. */
  private double probability(int group, int before, int taken) {
    double leftX = n - before;
    double leftY = m - dealt[group] + before;
    if (size(group) == 1) {
      return (taken == 1 ? leftX : leftY) / (leftX + leftY);
    }
    return Math.exp(Saddlepoint.logHypergeometric(taken, size(group), leftX, leftY));
  }

  /** The probabilities of the sums of those ways that gave x one number of values. */
  private static final class States {
    private double[] probability = new double[1];
    private long from;
    private int length;

    /** The range of all sums, decided ones included. */
    private long least;

    private long most;

    void start() {
      probability[0] = 1;
      length = 1;
    }

    long width(long possible, long sure) {
      return Math.max(0, Math.min(most + 1, sure) - Math.max(least, possible));
    }

    void open(long possible, long sure) {
      from = Math.max(least, possible);
      length = (int) width(possible, sure);
      if (length > probability.length) {
        probability = new double[Math.max(length, 2 * probability.length)];
      } else {
        Arrays.fill(probability, 0, length, 0);
      }
    }

    /** Pours into other states what is undecided and returns how much is sure. */
    double pour(States to, long gain, double share, long sure) {
      long start = from + gain;
      int end = (int) Math.max(0, Math.min(length, sure - start));
      int begin = (int) Math.max(0, Math.min(end, to.from - start));
      int shift = (int) (start - to.from);
      for (int k = begin; k < end; k++) {
        to.probability[k + shift] += share * probability[k];
      }
      double decided = 0;
      for (int k = end; k < length; k++) {
        decided += probability[k];
      }
      return share * decided;
    }
  }
}

package dev.canary.stats;

import java.util.Arrays;

/**
 * How many pairs of positions two vectors put in the same order, and how many they tie.
 *
 * @param size the length of the vectors
 * @param difference the number of concordant less that of discordant pairs of positions
 * @param x the ties of the first vector
 * @param y the ties of the second vector
 */
record Concordance(int size, long difference, Ties x, Ties y) {

  /**
   * What the groups of t &gt; 1 equal values of one vector add up to.
   *
   * @param pairs the sum of t (t - 1) / 2
   * @param triples the sum of t (t - 1) (t - 2)
   * @param variance the sum of t (t - 1) (2 t + 5)
   */
  record Ties(long pairs, double triples, double variance) {

    private static Ties of(long[] sorted) {
      long pairs = 0;
      double triples = 0;
      double variance = 0;
      int from = 0;
      for (int to = 1; to <= sorted.length; to++) {
        if (to == sorted.length || sorted[to] != sorted[from]) {
          double t = to - from;
          pairs += (long) (to - from) * (to - from - 1) / 2;
          triples += t * (t - 1) * (t - 2);
          variance += t * (t - 1) * (2 * t + 5);
          from = to;
        }
      }
      return new Ties(pairs, triples, variance);
    }
  }

  /** Counts by sorting, in O(n log n) time and O(n) memory (Knight 1966). */
  static Concordance of(double[] x, double[] y) {
    PairedDifferences.requirePairs(x, y);
    long[] ranksX = ranks(x);
    long[] ranksY = ranks(y);
    long[] both = new long[x.length];
    Arrays.setAll(both, i -> ranksX[i] << Integer.SIZE | ranksY[i]);
    Arrays.sort(both);
    Ties tiesOfBoth = Ties.of(both);
    Arrays.sort(ranksX);
    int[] order = Arrays.stream(both).mapToInt(rank -> (int) rank).toArray();
    long discordant = inversions(order, new int[order.length], 0, order.length);
    Arrays.sort(ranksY);
    Ties tiesX = Ties.of(ranksX);
    Ties tiesY = Ties.of(ranksY);
    long untied = all(x.length) - tiesX.pairs - tiesY.pairs + tiesOfBoth.pairs;
    return new Concordance(x.length, untied - 2 * discordant, tiesX, tiesY);
  }

  /** The number of all pairs of positions. */
  long all() {
    return all(size);
  }

  boolean tied() {
    return x.pairs > 0 || y.pairs > 0;
  }

  /** Whether a vector puts nothing in order: all its values are equal. */
  boolean constant() {
    return x.pairs == all() || y.pairs == all();
  }

  /** Kendall's tau-b; of constant vectors 1 if both are, else 0. */
  double tauB() {
    if (constant()) {
      return x.pairs == y.pairs ? 1 : 0;
    }
    if (x.pairs == y.pairs) {
      return difference / (double) (all() - x.pairs); // without roots, so that 1 is 1
    }
    double roots = Math.sqrt((double) (all() - x.pairs)) * Math.sqrt((double) (all() - y.pairs));
    return difference / roots;
  }

  private static long all(long size) {
    return size * (size - 1) / 2;
  }

  /** The place of each value among the sorted ones, the same for equal values. */
  private static long[] ranks(double[] values) {
    double[] positive = Arrays.stream(values).map(value -> value + 0.0).toArray(); // no -0.0
    double[] sorted = positive.clone();
    Arrays.sort(sorted);
    int[] first = new int[sorted.length];
    for (int i = 1; i < sorted.length; i++) {
      first[i] = sorted[i] == sorted[i - 1] ? first[i - 1] : i;
    }
    return Arrays.stream(positive)
        .mapToLong(value -> first[Arrays.binarySearch(sorted, value)])
        .toArray();
  }

  /** Counts the pairs that are in the wrong order, and sorts. */
  private static long inversions(int[] values, int[] spare, int from, int to) {
    if (to - from < 2) {
      return 0;
    }
    int middle = (from + to) >>> 1;
    long count = inversions(values, spare, from, middle) + inversions(values, spare, middle, to);
    int i = from;
    int j = middle;
    for (int k = from; k < to; k++) {
      if (j == to || (i < middle && values[i] <= values[j])) {
        spare[k] = values[i++];
      } else {
        count += middle - i;
        spare[k] = values[j++];
      }
    }
    System.arraycopy(spare, from, values, from, to - from);
    return count;
  }
}

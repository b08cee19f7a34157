package dev.canary.stats;

import java.util.List;

/** Walks over the values of several sorted samples, one group of equal values after the other. */
final class PooledCounts {

  private final List<double[]> sorted;
  private final int[] after;
  private final int[] size;
  private final int total;
  private int pooledAfter;
  private int pooledSize;
  private boolean sameShares = true;

  PooledCounts(List<double[]> sorted) {
    this.sorted = sorted;
    this.after = new int[sorted.size()];
    this.size = new int[sorted.size()];
    this.total = sorted.stream().mapToInt(sample -> sample.length).reduce(0, Math::addExact);
  }

  int samples() {
    return sorted.size();
  }

  int sampleSize(int sample) {
    return sorted.get(sample).length;
  }

  int total() {
    return total;
  }

  /** Steps to the next group; returns false after the last. */
  boolean next() {
    double value = Double.POSITIVE_INFINITY;
    for (int i = 0; i < after.length; i++) {
      if (after[i] < sampleSize(i)) {
        value = Math.min(value, sorted.get(i)[after[i]]);
      }
    }
    if (value == Double.POSITIVE_INFINITY) {
      return false;
    }
    pooledSize = 0;
    for (int i = 0; i < after.length; i++) {
      double[] values = sorted.get(i);
      int start = after[i];
      while (after[i] < values.length && values[after[i]] == value) {
        after[i]++;
      }
      size[i] = after[i] - start;
      pooledSize += size[i];
    }
    pooledAfter += pooledSize;
    for (int i = 1; i < after.length; i++) {
      sameShares &= (long) size[i] * sampleSize(0) == (long) size[0] * sampleSize(i);
    }
    return true;
  }

  /** How many values of all samples are in the groups before this one. */
  int before() {
    return pooledAfter - pooledSize;
  }

  /** How many values of a sample are in the groups before this one. */
  int before(int sample) {
    return after[sample] - size[sample];
  }

  /** How many values of all samples are in this group. */
  int size() {
    return pooledSize;
  }

  /** How many values of a sample are in this group. */
  int size(int sample) {
    return size[sample];
  }

  /** Whether each group so far has the same share of every sample. */
  boolean sameShares() {
    return sameShares;
  }
}

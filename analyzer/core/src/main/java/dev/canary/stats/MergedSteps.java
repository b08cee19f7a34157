package dev.canary.stats;

import java.util.BitSet;

/** Two sorted samples, merged: how far their step functions part, and where their ties end. */
final class MergedSteps {

  private MergedSteps() {}

  /**
   * Returns n m times the Kolmogorov-Smirnov statistic: the largest i m - j n over all values, with
   * i of the n values of x and j of the m values of y at or below. Whole numbers, so that equal
   * gaps are equal.
   */
  static long largestGap(double[] x, double[] y, Alternative alternative) {
    long high = 0;
    long low = 0;
    int i = 0;
    int j = 0;
    while (i < x.length && j < y.length) {
      double value = Math.min(x[i], y[j]);
      i = skip(x, i, value);
      j = skip(y, j, value);
      long gap = (long) i * y.length - (long) j * x.length;
      high = Math.max(high, gap);
      low = Math.min(low, gap);
    }
    return switch (alternative) {
      case TWO_SIDED -> Math.max(high, -low);
      case GREATER -> high;
      case LESS -> -low;
    };
  }

  /** Marks each k for which the k smallest pooled values end a group of equal ones. */
  static BitSet groupEnds(double[] x, double[] y) {
    BitSet ends = new BitSet(x.length + y.length + 1);
    int i = 0;
    int j = 0;
    while (i < x.length || j < y.length) {
      boolean fromX = j == y.length || (i < x.length && x[i] <= y[j]);
      double value = fromX ? x[i] : y[j];
      i = skip(x, i, value);
      j = skip(y, j, value);
      ends.set(i + j);
    }
    return ends;
  }

  private static int skip(double[] values, int from, double value) {
    int i = from;
    while (i < values.length && values[i] == value) {
      i++;
    }
    return i;
  }
}

package dev.canary.stats;

import java.util.Arrays;

/**
 * Two samples in one order: the groups of equal values from the smallest to the largest, and how
 * many values of each sample are in each.
 *
 * <p>A value's midrank is the mean of the places 1 to n + m that its group takes. It is kept
 * doubled, so that it is a whole number.
 */
final class Midranks {

  private final int[] fromX;
  private final int[] fromY;
  private final int n;
  private final int m;

  private Midranks(int[] fromX, int[] fromY, int n, int m) {
    this.fromX = fromX;
    this.fromY = fromY;
    this.n = n;
    this.m = m;
  }

  /** Merges two sorted samples, either of which may be empty. */
  static Midranks of(double[] x, double[] y) {
    int[] fromX = new int[x.length + y.length];
    int[] fromY = new int[x.length + y.length];
    int groups = 0;
    int i = 0;
    int j = 0;
    while (i < x.length || j < y.length) {
      boolean isX = j == y.length || (i < x.length && x[i] <= y[j]);
      double value = isX ? x[i] : y[j];
      int nextX = skip(x, i, value);
      int nextY = skip(y, j, value);
      fromX[groups] = nextX - i;
      fromY[groups++] = nextY - j;
      i = nextX;
      j = nextY;
    }
    return new Midranks(
        Arrays.copyOf(fromX, groups), Arrays.copyOf(fromY, groups), x.length, y.length);
  }

  /** Two samples of so many values that are all different. */
  static Midranks untied(int n, int m) {
    int[] fromX = new int[n + m];
    int[] fromY = new int[n + m];
    Arrays.fill(fromX, 0, n, 1);
    Arrays.fill(fromY, n, n + m, 1);
    return new Midranks(fromX, fromY, n, m);
  }

  private static int skip(double[] values, int from, double value) {
    int i = from;
    while (i < values.length && values[i] == value) {
      i++;
    }
    return i;
  }

  /** The size of the first sample. */
  int n() {
    return n;
  }

  /** The size of the second sample. */
  int m() {
    return m;
  }

  /** How many different values there are. */
  int groups() {
    return fromX.length;
  }

  /** How many values of the first sample are in a group. */
  int fromX(int group) {
    return fromX[group];
  }

  /** How many values of the second sample are in a group. */
  int fromY(int group) {
    return fromY[group];
  }

  /** How many values are in a group. */
  int size(int group) {
    return fromX[group] + fromY[group];
  }

  /** How many values the groups before each one hold, and last how many there are. */
  int[] dealt() {
    int[] dealt = new int[groups() + 1];
    for (int group = 0; group < groups(); group++) {
      dealt[group + 1] = dealt[group] + size(group);
    }
    return dealt;
  }

  boolean hasTies() {
    return groups() < n + m;
  }

  /** Twice the sum of the midranks of the first sample. */
  long doubledRankSum() {
    long sum = 0;
    long before = 0;
    for (int group = 0; group < groups(); group++) {
      sum += fromX[group] * (2 * before + size(group) + 1);
      before += size(group);
    }
    return sum;
  }

  /** The sum of t<sup>3</sup> - t over all groups of t values, by which ties lower a variance. */
  double tieSum() {
    double sum = 0;
    for (int group = 0; group < groups(); group++) {
      double size = size(group);
      sum += size * size * size - size;
    }
    return sum;
  }
}

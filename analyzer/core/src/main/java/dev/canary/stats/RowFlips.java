package dev.canary.stats;

import java.util.Arrays;
import java.util.Comparator;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * The assignments of signs to the rows of a matrix, and for how many of them the largest |column
 * sum| reaches the observed |sum| of each column.
 */
final class RowFlips {

  private final double[][] rows;

  /** What a sum must reach for each column: the observed one, less its rounding error. */
  private final double[] thresholds;

  /** The same, ascending. */
  private final double[] ascending;

  private RowFlips(double[][] rows, double[] thresholds) {
    this.rows = rows;
    this.thresholds = thresholds;
    this.ascending = thresholds.clone();
    Arrays.sort(ascending);
  }

  /**
   * Returns the columns of a matrix, its rows brought to an order that neither their own order nor
   * the sign of all of them has a part in; rows of zeros come last.
   */
  static double[][] columns(double[][] matrix) {
    double[][] rows =
        Arrays.stream(matrix)
            .map(row -> Arrays.stream(row).map(value -> value + 0.0).toArray()) // no -0.0
            .toArray(double[][]::new);
    Comparator<double[]> bySize = (a, b) -> Arrays.compare(upright(b), upright(a));
    Arrays.sort(rows, bySize.thenComparing(Arrays::compare));
    double[][] columns = new double[matrix[0].length][];
    for (int j = 0; j < columns.length; j++) {
      int column = j;
      columns[j] = Arrays.stream(rows).mapToDouble(row -> row[column]).toArray();
    }
    return columns;
  }

  /** The flips of the rows that are not all zeros. */
  static RowFlips of(double[][] columns) {
    double[] thresholds = new double[columns.length];
    for (int j = 0; j < columns.length; j++) {
      double sum = 0;
      double magnitudes = 0;
      for (double value : columns[j]) {
        sum += value;
        magnitudes += Math.abs(value);
      }
      double rounding = 2 * columns[j].length * Math.ulp(1.0) * magnitudes;
      thresholds[j] = Math.abs(sum) - rounding;
    }
    double[][] rows = new double[columns[0].length][columns.length];
    for (int j = 0; j < columns.length; j++) {
      for (int i = 0; i < rows.length; i++) {
        rows[i][j] = columns[j][i];
      }
    }
    double[][] flipped =
        Arrays.stream(rows)
            .filter(row -> Arrays.stream(row).anyMatch(value -> value != 0))
            .map(RowFlips::upright)
            .toArray(double[][]::new);
    return new RowFlips(flipped, thresholds);
  }

  /** The number of rows that are flipped. */
  int count() {
    return rows.length;
  }

  /** Counts, among all 2^count assignments, those that reach each column. */
  long[] enumerate() {
    int count = rows.length;
    long[] largest = new long[thresholds.length + 1];
    if (count == 0) {
      largest[thresholds.length] = 1;
      return reached(largest, 1);
    }
    // Half of the assignments, the first sign being kept, stand for all: |sums| come in pairs.
    int half = count / 2;
    double[][] low = signedSums(Arrays.copyOfRange(rows, 1, Math.max(1, half)));
    double[][] high = signedSums(Arrays.copyOfRange(rows, Math.max(1, half), count));
    double[] base = new double[thresholds.length];
    for (double[] a : low) {
      for (int j = 0; j < base.length; j++) {
        base[j] = rows[0][j] + a[j];
      }
      for (double[] b : high) {
        largest[columnsReachedBy(base, b)]++;
      }
    }
    return reached(largest, 2);
  }

  /** Counts, among random assignments, those that reach each column. */
  long[] draw(int assignments, long seed) {
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
    long[] largest = new long[thresholds.length + 1];
    double[] none = new double[thresholds.length];
    for (int k = 0; k < assignments; k++) {
      largest[columnsReachedBy(randomSum(random), none)]++;
    }
    return reached(largest, 1);
  }

  private double[] randomSum(UniformRandomProvider random) {
    double[] sum = new double[thresholds.length];
    long bits = 0;
    for (int i = 0; i < rows.length; i++) {
      if (i % Long.SIZE == 0) {
        bits = random.nextLong();
      }
      double sign = 1 - 2 * (bits & 1);
      double[] row = rows[i];
      for (int j = 0; j < sum.length; j++) {
        sum[j] += sign * row[j];
      }
      bits >>>= 1;
    }
    return sum;
  }

  /** How many columns the largest |a + b| reaches: those with the lowest thresholds. */
  private int columnsReachedBy(double[] a, double[] b) {
    double most = 0;
    for (int j = 0; j < a.length; j++) {
      most = Math.max(most, Math.abs(a[j] + b[j]));
    }
    return atMost(most);
  }

  /** How many thresholds are at most a value. */
  private int atMost(double value) {
    int from = 0;
    int to = ascending.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (ascending[middle] <= value) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  /** Turns "so many assignments reach exactly k columns" into counts for each column. */
  private long[] reached(long[] byColumns, int factor) {
    long[] atLeast = byColumns.clone();
    for (int k = atLeast.length - 2; k >= 0; k--) {
      atLeast[k] += atLeast[k + 1];
    }
    // The assignments that reach a column reach at least as many as have no higher threshold.
    return Arrays.stream(thresholds).mapToLong(t -> factor * atLeast[atMost(t)]).toArray();
  }

  /** Returns the column sums under all 2^n assignments of signs to n rows. */
  private double[][] signedSums(double[][] some) {
    double[][] sums = new double[1 << some.length][thresholds.length];
    int filled = 1;
    for (double[] row : some) {
      for (int i = 0; i < filled; i++) {
        for (int j = 0; j < row.length; j++) {
          sums[filled + i][j] = sums[i][j] + row[j];
          sums[i][j] -= row[j];
        }
      }
      filled *= 2;
    }
    return sums;
  }

  /** The row or its negative, whichever has a positive first value that is not zero. */
  private static double[] upright(double[] row) {
    for (double value : row) {
      if (value != 0) {
        return value > 0 ? row : Arrays.stream(row).map(v -> 0.0 - v).toArray();
      }
    }
    return row;
  }
}

package dev.canary.stats;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A table of counts without its empty rows and columns, which tell nothing: nobody was asked there,
 * or nobody answered so.
 */
final class ContingencyTable {

  /** The largest total up to which every count is a double. */
  private static final long LARGEST_TOTAL = 1L << 53;

  private final long[][] counts;
  private final long[] rowSums;
  private final long[] columnSums;
  private final long total;

  private ContingencyTable(long[][] counts) {
    this.counts = counts;
    this.rowSums = Arrays.stream(counts).mapToLong(row -> Arrays.stream(row).sum()).toArray();
    this.columnSums = columnSums(counts);
    this.total = Arrays.stream(rowSums).sum();
  }

  /** Checks a table as {@link TableTest} says and leaves out what is empty. */
  static ContingencyTable of(long[][] counts) {
    requireShape(counts);
    requireCounts(counts);
    long[] sums = columnSums(counts);
    int[] used = IntStream.range(0, sums.length).filter(j -> sums[j] > 0).toArray();
    return new ContingencyTable(
        Arrays.stream(counts)
            .map(row -> Arrays.stream(used).mapToLong(j -> row[j]).toArray())
            .filter(row -> Arrays.stream(row).anyMatch(count -> count > 0))
            .toArray(long[][]::new));
  }

  private static void requireShape(long[][] counts) {
    if (counts.length < 2) {
      throw new IllegalArgumentException(
          "counts has " + counts.length + " rows: at least two are compared");
    }
    for (int i = 1; i < counts.length; i++) {
      if (counts[i].length != counts[0].length) {
        throw new IllegalArgumentException(
            "counts[%d] has %d values and counts[0] has %d"
                .formatted(i, counts[i].length, counts[0].length));
      }
    }
  }

  private static void requireCounts(long[][] counts) {
    long total = 0;
    for (int i = 0; i < counts.length; i++) {
      for (int j = 0; j < counts[i].length; j++) {
        long count = counts[i][j];
        if (count < 0) {
          throw new IllegalArgumentException(
              "counts[%d][%d] is %d: a count is not negative".formatted(i, j, count));
        }
        if (count > LARGEST_TOTAL - total) {
          throw new IllegalArgumentException("counts add up to more than " + LARGEST_TOTAL);
        }
        total += count;
      }
    }
    if (total == 0) {
      throw new IllegalArgumentException("counts are all zero: nothing was counted");
    }
  }

  private static long[] columnSums(long[][] counts) {
    long[] sums = new long[counts[0].length];
    for (long[] row : counts) {
      Arrays.setAll(sums, j -> sums[j] + row[j]);
    }
    return sums;
  }

  int degreesOfFreedom() {
    return (rowSums.length - 1) * (columnSums.length - 1);
  }

  /** Adds up a measure of how far each count is from what its row and column let expect. */
  double sum(Continuity continuity, Measure measure) {
    boolean corrected = continuity == Continuity.CORRECTED && degreesOfFreedom() == 1;
    CompensatedSum sum = new CompensatedSum();
    for (int i = 0; i < rowSums.length; i++) {
      for (int j = 0; j < columnSums.length; j++) {
        double expected = (double) rowSums[i] / total * columnSums[j];
        double difference = difference(i, j);
        if (corrected) {
          difference -= Math.copySign(Math.min(0.5, Math.abs(difference)), difference);
        }
        sum.add(measure.of(expected, difference));
      }
    }
    return sum.value();
  }

  /** The count less the expected one: a difference of products, each of which would round. */
  private double difference(int i, int j) {
    double row = rowSums[i];
    double column = columnSums[j];
    double all = total;
    double product = row * column;
    double rounded = Math.fma(-row, column, product);
    return (Math.fma((double) counts[i][j], all, -product) + rounded) / all;
  }

  /** How far a count is from the expected one. */
  @FunctionalInterface
  interface Measure {
    double of(double expected, double difference);
  }
}

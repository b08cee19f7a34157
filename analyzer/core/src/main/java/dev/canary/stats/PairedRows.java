package dev.canary.stats;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Pairs of rows in an order of their own, so that neither the caller's order nor which side is
 * called x plays a part; scaled by a power of two, so that no square overflows.
 */
final class PairedRows {

  /** The most pairs whose distances (16 n^2 bytes) are still kept in memory. */
  static final int MAX_PAIRS = 4_096;

  private final List<RowPair> pairs;
  private final List<RowPair> moved;
  private final int exponent;

  private PairedRows(List<RowPair> pairs, int exponent) {
    this.pairs = pairs;
    this.moved = pairs.stream().filter(RowPair::moved).toList();
    this.exponent = exponent;
  }

  static PairedRows of(double[][] x, double[][] y) {
    requireShape(x, y);
    double largest = Math.max(largestMagnitude(x, "x"), largestMagnitude(y, "y"));
    int exponent = Math.getExponent(largest);
    List<RowPair> pairs =
        IntStream.range(0, x.length)
            .mapToObj(i -> new RowPair(scaled(x[i], -exponent), scaled(y[i], -exponent)))
            .sorted(RowPair.ORDER)
            .toList();
    return new PairedRows(pairs, exponent);
  }

  /** All pairs, scaled. */
  List<RowPair> pairs() {
    return pairs;
  }

  /** The pairs whose rows differ, scaled: swapping the others changes nothing. */
  List<RowPair> moved() {
    return moved;
  }

  /** Brings a length in the caller's unit to the scale of the rows. */
  double scaled(double length) {
    return Math.scalb(length, -exponent);
  }

  /** Brings a length at the scale of the rows to the caller's unit. */
  double unscaled(double length) {
    return Math.min(Double.MAX_VALUE, Math.scalb(length, exponent));
  }

  /** The median distance between two of the 2 n rows; 0 if there is none but equal rows. */
  double medianDistance() {
    double[][] pool = new double[2 * pairs.size()][];
    for (int i = 0; i < pairs.size(); i++) {
      pool[2 * i] = pairs.get(i).low();
      pool[2 * i + 1] = pairs.get(i).high();
    }
    double[] distances = new double[pool.length / 2 * (pool.length - 1)];
    int filled = 0;
    for (int i = 0; i < pool.length; i++) {
      for (int j = 0; j < i; j++) {
        distances[filled++] = Math.sqrt(RowPair.squaredDistance(pool[i], pool[j]));
      }
    }
    Arrays.sort(distances);
    double median = Quantiles.ofSorted(distances, .5);
    if (median > 0 || distances[filled - 1] == 0) {
      return median;
    }
    return Quantiles.ofSorted(Arrays.stream(distances).filter(d -> d > 0).toArray(), .5);
  }

  private static double[] scaled(double[] row, int exponent) {
    double[] scaled = new double[row.length];
    for (int k = 0; k < row.length; k++) {
      scaled[k] = Math.scalb(row[k], exponent) + 0.0; // no negative zero, which compares as less
    }
    return scaled;
  }

  private static void requireShape(double[][] x, double[][] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          "x has " + x.length + " rows and y has " + y.length + ": pairs need as many");
    }
    if (x.length == 0) {
      throw new IllegalArgumentException("x is empty: a test needs at least one pair of rows");
    }
    if (x.length > MAX_PAIRS) {
      throw new IllegalArgumentException(
          "x has " + x.length + " rows: at most " + MAX_PAIRS + " pairs fit into memory");
    }
    requireWidth(x, "x", x[0].length);
    requireWidth(y, "y", x[0].length);
  }

  private static void requireWidth(double[][] rows, String name, int width) {
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != width || width == 0) {
        throw new IllegalArgumentException(
            "%s[%d] has %d values and x[0] has %d: rows need as many, at least one"
                .formatted(name, i, rows[i].length, width));
      }
    }
  }

  private static double largestMagnitude(double[][] rows, String name) {
    double largest = 0;
    for (int i = 0; i < rows.length; i++) {
      Samples.requireSample(rows[i], name + "[" + i + "]");
      for (double value : rows[i]) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    return largest;
  }
}

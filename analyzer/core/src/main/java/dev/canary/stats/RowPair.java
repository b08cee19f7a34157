package dev.canary.stats;

import java.util.Arrays;
import java.util.Comparator;

/** A pair of rows, the lexicographically smaller one first, that knows which of them was x. */
final class RowPair {

  /** An order in which neither the caller's order nor which side is called x plays a part. */
  static final Comparator<RowPair> ORDER =
      Comparator.comparing(RowPair::low, Arrays::compare)
          .thenComparing(RowPair::high, Arrays::compare)
          .thenComparing(RowPair::sign);

  private final double[] x;
  private final double[] y;
  private final int sign;

  /** Keeps the rows as they are, which must not change any more. */
  RowPair(double[] x, double[] y) {
    this.x = x;
    this.y = y;
    this.sign = Arrays.compare(x, y) <= 0 ? 1 : -1;
  }

  double[] x() {
    return x;
  }

  double[] y() {
    return y;
  }

  double[] low() {
    return sign > 0 ? x : y;
  }

  double[] high() {
    return sign > 0 ? y : x;
  }

  /** 1 if the lower row is x, -1 if it is y. */
  int sign() {
    return sign;
  }

  boolean moved() {
    return !Arrays.equals(x, y);
  }

  static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      double difference = a[k] - b[k];
      sum += difference * difference;
    }
    return sum;
  }
}

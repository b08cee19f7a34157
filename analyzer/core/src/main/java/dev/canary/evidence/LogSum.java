package dev.canary.evidence;

/** Sums of numbers that are known by their logarithms; the logarithm of 0 is -infinity. */
final class LogSum {

  private LogSum() {}

  /**
   * Returns ln(e^a + e^b). The larger one is taken out, so that nothing overflows, as ln(1 + e^x)
   * does beyond 709.
   */
  static double of(double a, double b) {
    double high = Math.max(a, b);
    double low = Math.min(a, b);
    return low == Double.NEGATIVE_INFINITY ? high : high + Math.log1p(Math.exp(low - high));
  }

  /** Returns the sum over a stretch of an array. */
  static double of(double[] logs, int from, int to) {
    double high = Double.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      high = Math.max(high, logs[i]);
    }
    if (high == Double.NEGATIVE_INFINITY) {
      return high;
    }
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += Math.exp(logs[i] - high);
    }
    return high + Math.log(sum);
  }
}

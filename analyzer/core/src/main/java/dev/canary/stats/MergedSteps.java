package dev.canary.stats;

/** Two sorted samples, merged: how far their step functions part. */
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

  /**
   * Integrates a power of |F - G| over the whole line, in the unit of the values; what exceeds the
   * largest double is reported as the largest double.
   */
  static double integrate(double[] x, double[] y, StepFunction.Power power) {
    CompensatedSum sum = new CompensatedSum();
    double cells = (double) x.length * y.length;
    double from = Math.min(x[0], y[0]);
    long gap = 0;
    int i = 0;
    int j = 0;
    while (i < x.length || j < y.length) {
      boolean isX = j == y.length || (i < x.length && x[i] <= y[j]);
      double to = isX ? x[i++] : y[j++];
      sum.add(StepFunction.area(from, to, power.of(Math.abs(gap) / cells)));
      gap += isX ? y.length : -x.length;
      from = to;
    }
    return sum.value();
  }

  private static int skip(double[] values, int from, double value) {
    int i = from;
    while (i < values.length && values[i] == value) {
      i++;
    }
    return i;
  }
}

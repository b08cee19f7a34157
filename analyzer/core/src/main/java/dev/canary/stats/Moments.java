package dev.canary.stats;

import java.util.Arrays;

/**
 * Mean and spread of numbers that were divided by a power of two, so that squares neither overflow
 * nor underflow, with rounding errors carried along.
 *
 * @param count how many numbers there are
 * @param mean their mean
 * @param squares the sum of the squared deviations from the mean; 0 exactly if all are equal
 * @param exponent of the power of two
 */
record Moments(int count, double mean, double squares, int exponent) {

  static Moments of(double[] values) {
    return ofScaled(values, exponent(values));
  }

  /** The exponent that brings the largest magnitude of all samples to between 1 and 2. */
  static int exponent(double[]... samples) {
    double most =
        Arrays.stream(samples).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(0);
    return Math.max(Double.MIN_EXPONENT, Math.getExponent(most));
  }

  static Moments ofScaled(double[] values, int exponent) {
    double unit = Math.scalb(1.0, -exponent);
    if (Arrays.stream(values).allMatch(value -> value == values[0])) {
      return new Moments(values.length, values[0] * unit, 0, exponent);
    }
    CompensatedSum sum = new CompensatedSum();
    for (double value : values) {
      sum.add(value * unit);
    }
    double mean = sum.value() / values.length;
    CompensatedSum squares = new CompensatedSum();
    CompensatedSum rest = new CompensatedSum();
    for (double value : values) {
      double deviation = value * unit - mean;
      squares.add(deviation * deviation);
      rest.add(deviation);
    }
    double correction = rest.value() * rest.value() / values.length;
    return new Moments(values.length, mean, Math.max(0, squares.value() - correction), exponent);
  }

  /** How many standard deviations (divisor count - 1) the mean lies above a value; 0 for one. */
  double standardised(double from) {
    if (count == 1) {
      return 0;
    }
    return ratio(mean - Math.scalb(from, -exponent), Math.sqrt(squares / (count - 1)));
  }

  /** The t statistic of the mean against a value; 0 for one number. */
  double tStatistic(double from) {
    return finite(standardised(from) * Math.sqrt(count));
  }

  /** A quotient whose infinities are the largest doubles, and 0 where the numerator is. */
  static double ratio(double numerator, double denominator) {
    if (numerator == 0) {
      return 0;
    }
    return finite(numerator / denominator);
  }

  private static double finite(double value) {
    return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, value));
  }
}

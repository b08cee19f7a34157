package dev.canary.stats;

/**
 * How alike neighbours in a sequence are: the lag-1 autocorrelation.
 *
 * <pre>
 * r = sum (x_t - mean)(x_(t+1) - mean) / sum (x_t - mean)^2
 * </pre>
 *
 * <p>In (-1, 1), without unit; 0 for a constant sequence or a single value, which show no likeness
 * to their neighbours beyond what they have to anything. For independent values it scatters about
 * -1/n with a standard deviation of about 1/sqrt(n); from short sequences it comes out too small.
 *
 * <p>Source: Box, Jenkins, Reinsel and Ljung, "Time Series Analysis" (2015), section 2.1.
 */
public final class Autocorrelation {

  private Autocorrelation() {}

  /**
   * Returns r of values in the order in which they were observed.
   *
   * @throws IllegalArgumentException if there is no value or one is NaN or infinite
   */
  public static double lag1(double[] values) {
    Samples.requireSample(values, "values");
    double scale = 0;
    for (double x : values) {
      scale = Math.max(scale, Math.abs(x));
    }
    if (scale == 0) {
      return 0;
    }
    double mean = 0;
    for (double x : values) {
      mean += x / scale / values.length;
    }
    double together = 0;
    double squares = 0;
    double before = 0;
    boolean constant = true;
    for (int i = 0; i < values.length; i++) {
      double now = values[i] / scale - mean;
      constant &= values[i] == values[0];
      together += i == 0 ? 0 : before * now;
      squares += now * now;
      before = now;
    }
    return constant ? 0 : together / squares;
  }
}

package dev.canary.stats;

import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * The slope of the least-squares line through points (x, y), with its t interval.
 *
 * <pre>
 * b = sum (x - mean x)(y - mean y) / sum (x - mean x)^2
 * b -+ t(n - 2) s / sqrt(sum (x - mean x)^2),   s^2 = sum of squared residuals / (n - 2)
 * </pre>
 *
 * <p>Guarantee: the interval covers the true slope with the confidence asked for when the residuals
 * are independent and normal with one variance, and about so otherwise.
 *
 * <p>Source: Draper and Smith, "Applied Regression Analysis" (1998), section 1.4.
 *
 * @param slope in the unit of y per unit of x
 * @param low the lower end of the interval
 * @param high the upper end
 */
public record LinearTrend(double slope, double low, double high) {

  /** The fewest points that leave a residual to measure. */
  public static final int FEWEST = 3;

  /**
   * Fits the line.
   *
   * @param confidence of the interval, in (0, 1)
   * @throws IllegalArgumentException if there are fewer than {@link #FEWEST} points, if the lengths
   *     differ, if all x are equal, if a value is NaN or infinite, or if the confidence lies
   *     outside its range
   */
  public static LinearTrend of(double[] x, double[] y, double confidence) {
    Samples.requireSameLength(x, "x", y, "y");
    Samples.requireSample(x, "x");
    Samples.requireSample(y, "y");
    if (x.length < FEWEST) {
      throw new IllegalArgumentException(
          "a trend needs at least " + FEWEST + " points, found " + x.length);
    }
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException("confidence is " + confidence + ": it must lie in (0, 1)");
    }
    SimpleRegression line = new SimpleRegression();
    for (int i = 0; i < x.length; i++) {
      line.addData(x[i], y[i]);
    }
    double slope = line.getSlope();
    if (Double.isNaN(slope)) {
      throw new IllegalArgumentException("all x are " + x[0] + ": a trend needs two at least");
    }
    double t = new TDistribution(x.length - 2).inverseCumulativeProbability((1 + confidence) / 2);
    double reach = t * line.getSlopeStdErr();
    return new LinearTrend(slope, slope - reach, slope + reach);
  }
}

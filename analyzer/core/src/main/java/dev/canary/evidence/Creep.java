package dev.canary.evidence;

/**
 * How S_rms has moved over the last thirty days against a baseline that stays: the drift that is
 * slow enough to be silent, told and never alerted on.
 *
 * <p>Least squares through the means of the days that had a run, against the number of the day in
 * counted time, with a t interval of {@link #CONFIDENCE}. The means of days are taken for
 * independent, with one variance; a noise that lasts for days makes the interval too narrow. It is
 * a description, outside the budget. Source: the product's statistics, section 3, last row.
 *
 * @param slopePerDay in noise floors a day
 * @param low the lower end of its interval
 * @param high the upper end
 * @param days how many of the thirty had a run
 */
public record Creep(double slopePerDay, double low, double high, int days) {

  /** The confidence of the interval. */
  public static final double CONFIDENCE = 0.95;

  /** True when the interval lies above zero. */
  public boolean isRising() {
    return low > 0;
  }
}

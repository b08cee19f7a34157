package dev.canary.stats;

/** The one place that knows which p-values may be reported. */
final class PValues {

  private PValues() {}

  /** Cuts rounding errors above 1 and replaces an underflow to 0 by the smallest double. */
  static double reportable(double p) {
    return Math.min(1, Math.max(Double.MIN_VALUE, p));
  }

  /** Refuses what {@link TestResult} forbids. */
  static void requireValid(double statistic, double p) {
    if (!Double.isFinite(statistic)) {
      throw new IllegalArgumentException("statistic is " + statistic + ": it must be finite");
    }
    if (!(p > 0 && p <= 1)) {
      throw new IllegalArgumentException("p-value is " + p + ": it must lie in (0, 1]");
    }
  }

  /** Refuses what {@link TestResult} forbids. */
  static void requireValid(double statistic, double p, double logP) {
    requireValid(statistic, p);
    if (!(logP <= 0 && logP >= -Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "the log of the p-value is " + logP + ": it must be finite and at most 0");
    }
  }
}

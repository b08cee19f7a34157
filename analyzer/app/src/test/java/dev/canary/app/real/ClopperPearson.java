package dev.canary.app.real;

import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/**
 * The exact 95 % interval of a share.
 *
 * @param hits of the trials
 * @param trials in all
 */
record ClopperPearson(int hits, int trials) {
  private static final double TAIL = 0.025;

  double low() {
    return hits == 0 ? 0 : solve(p -> 1 - below(hits, p));
  }

  double high() {
    return hits == trials ? 1 : solve(p -> -below(hits + 1, p) + 2 * TAIL);
  }

  /** Where an increasing function reaches the tail. */
  private static double solve(DoubleUnaryOperator increasing) {
    double low = 0;
    double high = 1;
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (increasing.applyAsDouble(middle) < TAIL) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The chance of fewer than {@code limit} hits at probability p. */
  private double below(int limit, double p) {
    double sum = 0;
    double logChoose = 0;
    for (int k = 0; k < limit; k++) {
      sum += Math.exp(logChoose + k * Math.log(p) + (trials - k) * Math.log1p(-p));
      logChoose += Math.log(trials - k) - Math.log(k + 1.0);
    }
    return sum;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%d of %d (95 %% interval %.4f to %.4f)", hits, trials, low(), high());
  }
}

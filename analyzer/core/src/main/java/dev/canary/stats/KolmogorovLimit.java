package dev.canary.stats;

import org.apache.commons.statistics.inference.PValueMethod;

/**
 * The null distribution of the two-sample Kolmogorov-Smirnov statistic for large samples.
 *
 * <p>Two-sided: the exact one-sample distribution at the size n m / (n + m), rounded half to even.
 * One-sided: Hodges (1958), equation 5.3. Both as SciPy has them, but bounded from below by the
 * exact probability of the largest possible statistic, since the limit knows no smallest p-value.
 */
final class KolmogorovLimit {

  private KolmogorovLimit() {}

  static double exceedance(double d, int n, int m, Alternative alternative) {
    if (d <= 0) {
      return 1;
    }
    double small = Math.min(n, m);
    double large = Math.max(n, m);
    double size = small * (large / (small + large));
    double bound = separation(small, large);
    return switch (alternative) {
      case TWO_SIDED -> Math.max(twoSided(d, (int) Math.rint(size)), Math.min(1, 2 * bound));
      case GREATER, LESS -> Math.max(oneSided(d, small, large), bound);
    };
  }

  /**
   * Commons Statistics has the one-sample distribution but keeps it to itself, so it is asked for
   * the p-value of a sample whose statistic is d.
   */
  private static double twoSided(double d, int size) {
    if (size < 2) {
      return Math.min(1, 2 * (1 - d));
    }
    double[] ranks = new double[size];
    for (int i = 0; i < size; i++) {
      ranks[i] = i;
    }
    return org.apache.commons.statistics.inference.KolmogorovSmirnovTest.withDefaults()
        .with(PValueMethod.EXACT)
        .test(ranks, rank -> Math.max(d, (rank + 0.5) / size))
        .getPValue();
  }

  private static double oneSided(double d, double small, double large) {
    double root = Math.sqrt(small) * Math.sqrt(large);
    double z = d * Math.sqrt(small * (large / (small + large)));
    double correction = (large + 2 * small) / (root * Math.sqrt(small + large));
    return Math.exp(-2 * z * z - 2 * z * correction / 3);
  }

  /** The probability that all values of one given sample come before all of the other's. */
  private static double separation(double small, double large) {
    double p = 1;
    for (int i = 1; i <= small && p > 0; i++) {
      p *= i / (large + i);
    }
    return p;
  }
}

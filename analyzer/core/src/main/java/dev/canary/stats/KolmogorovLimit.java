package dev.canary.stats;

import org.apache.commons.statistics.inference.PValueMethod;

/**
 * The null distribution of the two-sample Kolmogorov-Smirnov statistic for large samples, by the
 * logarithm of its tail.
 *
 * <p>Two-sided: the exact one-sample distribution at the size n m / (n + m), rounded half to even;
 * far out, where hardly a sample reaches d on both sides, twice the one-sided one (Simard and
 * L'Ecuyer, 2011). One-sided: Hodges (1958), equation 5.3. Both as SciPy has them; where the
 * two-sided one is 0, at d = 1, the exact probability of that largest statistic stands in.
 */
final class KolmogorovLimit {

  private static final double LOG_2 = Math.log(2);

  /** The size up to which the two-sided distribution is computed exactly nearly everywhere. */
  private static final int SMALL = 140;

  /** How many terms of a long sum are enough for its smooth part. */
  private static final int TERMS = 2000;

  private KolmogorovLimit() {}

  static double logExceedance(double d, int n, int m, Alternative alternative) {
    if (d <= 0) {
      return 0;
    }
    double small = Math.min(n, m);
    double large = Math.max(n, m);
    double size = small * (large / (small + large));
    return switch (alternative) {
      case TWO_SIDED ->
          d < 1
              ? logTwoSided(d, (int) Math.rint(size))
              : LOG_2 + Saddlepoint.logHypergeometric(small, small, small, large);
      case GREATER, LESS -> logOneSided(d, small, large);
    };
  }

  private static double logTwoSided(double d, int size) {
    if (size < 2) {
      return Math.log(2 * (1 - d));
    }
    double far = size <= SMALL ? 4 : 2.2;
    return size * d * d < far ? Math.log(twoSided(d, size)) : LOG_2 + logOneSample(d, size);
  }

  /**
   * Commons Statistics has the one-sample distribution but keeps it to itself, so it is asked for
   * the p-value of a sample whose statistic is d.
   */
  private static double twoSided(double d, int size) {
    double[] ranks = new double[size];
    for (int i = 0; i < size; i++) {
      ranks[i] = i;
    }
    return org.apache.commons.statistics.inference.KolmogorovSmirnovTest.withDefaults()
        .with(PValueMethod.EXACT)
        .test(ranks, rank -> Math.max(d, (rank + 0.5) / size))
        .getPValue();
  }

  /**
   * The one-sided distribution of one sample (Birnbaum and Tingey, 1951), a sum over up to n terms.
   * Unless d is large, the terms vanish with all their differences towards both ends, so that
   * evenly spaced ones give the whole sum.
   */
  private static double logOneSample(double d, int size) {
    boolean smooth = size * d * (1 - 2 * d) > 40;
    int stride = smooth ? 1 + size / TERMS : 1;
    LogSum sum = new LogSum();
    for (int j = 0; j <= size * (1 - d); j += stride) {
      double p = d + j / (double) size;
      sum.add(Saddlepoint.logBinomial(j, size, p, 1 - p) + Math.log(d / p));
    }
    return sum.log() + Math.log(stride);
  }

  private static double logOneSided(double d, double small, double large) {
    double root = Math.sqrt(small) * Math.sqrt(large);
    double z = d * Math.sqrt(small * (large / (small + large)));
    double correction = (large + 2 * small) / (root * Math.sqrt(small + large));
    return -2 * z * z - 2 * z * correction / 3;
  }
}

package dev.canary.stats;

/**
 * Levels and critical values of the k-sample Anderson-Darling statistic, and the parabola through
 * them that SciPy interpolates with.
 *
 * <p>Source: Scholz and Stephens (1987), table 2 and section 3.
 */
final class ScholzStephensTable {

  private static final double[] LEVELS = {0.25, 0.1, 0.05, 0.025, 0.01, 0.005, 0.001};
  private static final double[] B0 = {0.675, 1.281, 1.645, 1.96, 2.326, 2.573, 3.085};
  private static final double[] B1 = {-0.245, 0.25, 0.678, 1.149, 1.822, 2.364, 3.615};
  private static final double[] B2 = {-0.105, -0.305, -0.362, -0.391, -0.396, -0.345, -0.154};

  private final double[] critical;

  private ScholzStephensTable(double[] critical) {
    this.critical = critical;
  }

  /** Returns the table for one sample more than given. */
  static ScholzStephensTable of(int others) {
    double[] critical = new double[LEVELS.length];
    for (int i = 0; i < LEVELS.length; i++) {
      critical[i] = B0[i] + B1[i] / Math.sqrt(others) + B2[i] / others;
    }
    return new ScholzStephensTable(critical);
  }

  Significance significance(double statistic) {
    int last = LEVELS.length - 1;
    if (statistic < critical[0]) {
      return new Significance(statistic, LEVELS[0], "bounded");
    }
    if (statistic > critical[last]) {
      return new Significance(statistic, LEVELS[last], "bounded");
    }
    return Significance.ofLog(statistic, parabola(statistic), "interpolated");
  }

  /**
   * The parabola of least squares, put together from polynomials that are orthogonal over the
   * critical values, so that nothing is solved for.
   */
  private double parabola(double at) {
    double mean = ratio(x -> x, x -> 1);
    double skew = ratio(x -> x * (x - mean) * (x - mean), x -> (x - mean) * (x - mean));
    double spread = ratio(x -> (x - mean) * (x - mean), x -> 1);
    Polynomial first = x -> x - mean;
    Polynomial second = x -> (x - skew) * (x - mean) - spread;
    return coefficient(x -> 1)
        + coefficient(first) * first.at(at)
        + coefficient(second) * second.at(at);
  }

  private double ratio(Polynomial above, Polynomial below) {
    double sum = 0;
    double norm = 0;
    for (double x : critical) {
      sum += above.at(x);
      norm += below.at(x);
    }
    return sum / norm;
  }

  private double coefficient(Polynomial polynomial) {
    double sum = 0;
    double norm = 0;
    for (int i = 0; i < LEVELS.length; i++) {
      double value = polynomial.at(critical[i]);
      sum += value * Math.log(LEVELS[i]);
      norm += value * value;
    }
    return sum / norm;
  }

  @FunctionalInterface
  private interface Polynomial {
    double at(double x);
  }
}

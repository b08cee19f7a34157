package dev.canary.stats;

/** The differences x[i] - y[i] of pairs, each rounded to a double as the subtraction does. */
final class PairedDifferences {

  private PairedDifferences() {}

  /** Refuses different lengths, no pair, and values and differences that are not finite. */
  static double[] of(double[] x, double[] y) {
    requirePairs(x, y);
    double[] differences = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      differences[i] = x[i] - y[i];
      Samples.requireFinite(differences[i], "x[" + i + "] - y[" + i + "]");
    }
    return differences;
  }

  /** Refuses different lengths, no pair, and values that are not finite. */
  static void requirePairs(double[] x, double[] y) {
    Samples.requireSameLength(x, "x", y, "y");
    Samples.requireSample(x, "x");
    Samples.requireSample(y, "y");
  }
}

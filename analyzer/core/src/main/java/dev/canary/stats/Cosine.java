package dev.canary.stats;

/**
 * The cosine distance between two vectors: how far their directions differ, whatever their lengths.
 *
 * <pre>
 * cosine = 1 - x y / (|x| |y|) = |x / |x| - y / |y||^2 / 2
 * </pre>
 *
 * <p>It has no null hypothesis: it describes. It lies in [0, 2]: 0 for the same direction, 1 for
 * orthogonal vectors, 2 for opposite ones. The second form is what is computed: it keeps the digits
 * of small distances, of which the first one loses most.
 *
 * <p>Rules: a vector of zeros has no direction; two of them are at distance 0, one and any other at
 * distance 1. Swapping the vectors changes nothing.
 *
 * <p>Source: Salton and McGill, "Introduction to Modern Information Retrieval" (1983), section 4.2;
 * where it is defined, the value is that of {@code scipy.spatial.distance.cosine}.
 */
public final class Cosine implements PairedDistance {

  private static final Cosine DEFAULTS = new Cosine();

  private Cosine() {}

  /** Returns the distance, which has no options. */
  public static Cosine withDefaults() {
    return DEFAULTS;
  }

  @Override
  public String name() {
    return "cosine distance";
  }

  @Override
  public Distance between(double[] x, double[] y) {
    PairedDifferences.requirePairs(x, y);
    int scaleX = Moments.exponent(x);
    int scaleY = Moments.exponent(y);
    double normX = norm(x, scaleX);
    double normY = norm(y, scaleY);
    if (normX == 0 || normY == 0) {
      return new Distance(name(), normX == normY ? 0 : 1);
    }
    CompensatedSum sum = new CompensatedSum();
    for (int i = 0; i < x.length; i++) {
      double apart = Math.scalb(x[i], -scaleX) / normX - Math.scalb(y[i], -scaleY) / normY;
      sum.add(apart * apart);
    }
    return new Distance(name(), Math.min(2, sum.value() / 2));
  }

  private static double norm(double[] values, int scale) {
    CompensatedSum sum = new CompensatedSum();
    for (double value : values) {
      double scaled = Math.scalb(value, -scale);
      sum.add(scaled * scaled);
    }
    return Math.sqrt(sum.value());
  }
}

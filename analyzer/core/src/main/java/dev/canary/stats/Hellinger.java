package dev.canary.stats;

/**
 * The Hellinger distance between two histograms.
 *
 * <pre>
 * H = sqrt( sum over bins of (sqrt(p) - sqrt(q))^2 / 2 )
 * </pre>
 *
 * <p>It has no null hypothesis: it describes. It is a metric in [0, 1]: 0 for equal histograms, 1
 * for disjoint ones, and needs no floor. Swapping the histograms changes nothing.
 *
 * <p>Source: Le Cam and Yang, "Asymptotics in Statistics" (2000).
 */
public final class Hellinger implements HistogramDistance {

  private static final Hellinger DEFAULTS = new Hellinger();

  private Hellinger() {}

  /** Returns the distance, which has no options. */
  public static Hellinger withDefaults() {
    return DEFAULTS;
  }

  @Override
  public String name() {
    return "Hellinger distance";
  }

  @Override
  public Distance between(double[] reference, double[] current) {
    double half = Proportions.of(reference, current).sum(Hellinger::term);
    return new Distance(name(), Math.sqrt(Math.min(1, half)));
  }

  private static double term(double p, double q) {
    if (p == q) {
      return 0;
    }
    double difference = (p - q) / (Math.sqrt(p) + Math.sqrt(q));
    return difference * difference / 2;
  }
}

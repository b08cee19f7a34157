package dev.canary.stats;

/**
 * The Jensen-Shannon divergence and its square root, the Jensen-Shannon distance.
 *
 * <pre>
 * divergence = sum over bins of (p log(p / m) + q log(q / m)) / 2    m = (p + q) / 2
 * distance   = sqrt(divergence)
 * </pre>
 *
 * <p>It has no null hypothesis: it describes. Empty bins need no floor. The divergence lies in [0,
 * ln 2] nats or [0, 1] bits, 0 for equal histograms and the upper end for disjoint ones; the
 * distance is a metric. Swapping the histograms changes nothing. Form and log base stand in the
 * name, since tools differ in both.
 *
 * <p>Source: Lin, "Divergence measures based on the Shannon entropy", IEEE Transactions on
 * Information Theory 37 (1991); Endres and Schindelin, "A new metric for probability
 * distributions", IEEE Transactions on Information Theory 49 (2003).
 */
public final class JensenShannon implements HistogramDistance {

  /** Which of the two numbers is meant. */
  public enum Form {
    /** The square root of the divergence, a metric. */
    DISTANCE,
    /** The divergence itself. */
    DIVERGENCE
  }

  private static final JensenShannon DEFAULTS = new JensenShannon(Form.DISTANCE, LogBase.NAT);

  private final Form form;
  private final LogBase base;

  private JensenShannon(Form form, LogBase base) {
    this.form = form;
    this.base = base;
  }

  /** Returns the distance with natural logarithms, as SciPy has it. */
  public static JensenShannon withDefaults() {
    return DEFAULTS;
  }

  /** Returns this measure in another form. */
  public JensenShannon with(Form option) {
    return new JensenShannon(option, base);
  }

  /** Returns this measure with another log base. */
  public JensenShannon with(LogBase option) {
    return new JensenShannon(form, option);
  }

  @Override
  public String name() {
    String kind =
        switch (form) {
          case DISTANCE -> "distance";
          case DIVERGENCE -> "divergence";
        };
    return "Jensen-Shannon " + kind + " (" + base.label() + ")";
  }

  @Override
  public Distance between(double[] reference, double[] current) {
    double nats = Proportions.of(reference, current).sum(JensenShannon::term);
    double divergence = base.fromNats(Math.min(nats, Math.log(2)));
    double value =
        switch (form) {
          case DISTANCE -> Math.sqrt(divergence);
          case DIVERGENCE -> divergence;
        };
    return new Distance(name(), value);
  }

  /**
   * What one bin adds. Close proportions would cancel, so there it takes p = m (1 + r) and q = m (1
   * - r), which make it m (log(1 - r^2) + r log((1 + r) / (1 - r))) / 2.
   */
  private static double term(double p, double q) {
    if (p == q) {
      return 0;
    }
    double m = (p + q) / 2;
    double r = (p - q) / (p + q);
    if (Math.abs(r) > 0.5) {
      return (relativeEntropy(p, m) + relativeEntropy(q, m)) / 2;
    }
    return m * (Math.log1p(-r * r) + r * (Math.log1p(r) - Math.log1p(-r))) / 2;
  }

  private static double relativeEntropy(double p, double m) {
    return p == 0 ? 0 : p * Math.log(p / m);
  }
}

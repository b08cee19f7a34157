package dev.canary.stats;

/**
 * The Kullback-Leibler divergence of what is seen now from the reference.
 *
 * <pre>
 * KL = sum over bins of p log(p / q)    p the current, q the reference proportion
 * </pre>
 *
 * <p>It has no null hypothesis and is not symmetric. Proportions are first raised to at least the
 * floor, so that a bin that was empty in the reference costs something finite; then the value may
 * miss the true divergence, and its sum is cut at 0. With floor 0 it is the true divergence, which
 * is infinite if a bin is filled now and was empty in the reference. Equal histograms give 0.
 *
 * <p>Source: Kullback and Leibler, "On information and sufficiency", Annals of Mathematical
 * Statistics 22 (1951).
 */
public final class KullbackLeibler implements HistogramDistance {

  private static final KullbackLeibler DEFAULTS = new KullbackLeibler(1e-4, LogBase.NAT);

  private final double floor;
  private final LogBase base;

  private KullbackLeibler(double floor, LogBase base) {
    this.floor = floor;
    this.base = base;
  }

  /** Returns the divergence in nats with a floor of 0.0001. */
  public static KullbackLeibler withDefaults() {
    return DEFAULTS;
  }

  /** Returns this divergence with another log base. */
  public KullbackLeibler with(LogBase option) {
    return new KullbackLeibler(floor, option);
  }

  /**
   * Returns this divergence with another smallest proportion; 0 for none.
   *
   * @throws IllegalArgumentException if the floor is not in [0, 1)
   */
  public KullbackLeibler withFloor(double option) {
    if (!(option >= 0 && option < 1)) {
      throw new IllegalArgumentException("floor is " + option + ": it must lie in [0, 1)");
    }
    return new KullbackLeibler(option, base);
  }

  @Override
  public String name() {
    return "KL of current from reference (floor " + floor + ", " + base.label() + ")";
  }

  @Override
  public Distance between(double[] reference, double[] current) {
    double nats =
        Proportions.of(reference, current).raisedTo(floor).sum(KullbackLeibler::relativeEntropy);
    return new Distance(name(), base.fromNats(nats));
  }

  private static double relativeEntropy(double reference, double current) {
    return current == 0 ? 0 : current * Proportions.logRatio(current, reference);
  }
}

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
 * <p>A hold-out h is another cure: if k &gt; 0 bins are filled now and were empty in the reference,
 * each of these gets q = h / k, and the others q (1 - h), so that the reference still sums to 1 and
 * the value is the true divergence from it.
 *
 * <p>Source: Kullback and Leibler, "On information and sufficiency", Annals of Mathematical
 * Statistics 22 (1951).
 */
public final class KullbackLeibler implements HistogramDistance {

  private static final KullbackLeibler DEFAULTS = new KullbackLeibler(1e-4, 0, LogBase.NAT);

  private final double floor;
  private final double holdOut;
  private final LogBase base;

  private KullbackLeibler(double floor, double holdOut, LogBase base) {
    this.floor = floor;
    this.holdOut = holdOut;
    this.base = base;
  }

  /** Returns the divergence in nats with a floor of 0.0001. */
  public static KullbackLeibler withDefaults() {
    return DEFAULTS;
  }

  /** Returns this divergence with another log base. */
  public KullbackLeibler with(LogBase option) {
    return new KullbackLeibler(floor, holdOut, option);
  }

  /**
   * Returns this divergence with another smallest proportion, 0 for none, and without hold-out.
   *
   * @throws IllegalArgumentException if the floor is not in [0, 1)
   */
  public KullbackLeibler withFloor(double option) {
    if (!(option >= 0 && option < 1)) {
      throw new IllegalArgumentException("floor is " + option + ": it must lie in [0, 1)");
    }
    return new KullbackLeibler(option, 0, base);
  }

  /**
   * Returns this divergence with a weight held out for bins that were empty in the reference, and
   * without floor.
   *
   * @throws IllegalArgumentException if the weight is not inside (0, 1)
   */
  public KullbackLeibler withHoldOut(double option) {
    if (!(option > 0 && option < 1)) {
      throw new IllegalArgumentException("holdOut is " + option + ": it must lie inside (0, 1)");
    }
    return new KullbackLeibler(0, option, base);
  }

  @Override
  public String name() {
    String cure = holdOut > 0 ? "hold-out " + holdOut : "floor " + floor;
    return "KL of current from reference (" + cure + ", " + base.label() + ")";
  }

  @Override
  public Distance between(double[] reference, double[] current) {
    Proportions proportions = Proportions.of(reference, current);
    Proportions cured = holdOut > 0 ? proportions.holdingOut(holdOut) : proportions.raisedTo(floor);
    double nats = cured.sum(KullbackLeibler::relativeEntropy);
    return new Distance(name(), base.fromNats(nats));
  }

  private static double relativeEntropy(double reference, double current) {
    return current == 0 ? 0 : current * Proportions.logRatio(current, reference);
  }
}

package dev.canary.stats;

/**
 * The population stability index: how far bin proportions moved, on a logarithmic scale.
 *
 * <pre>
 * PSI = sum over bins of (p - q) log(p / q)    p, q proportions, each raised to at least the floor
 * </pre>
 *
 * <p>It is the symmetrised Kullback-Leibler divergence and has no null hypothesis: it describes. An
 * empty bin would make it infinite; the floor decides what it makes instead, and with it most of
 * the number, so floor and log base stand in the name. Swapping the histograms changes nothing; the
 * value is finite, and 0 for equal histograms.
 *
 * <p>Bins belong to the reference: freeze them once with {@link Bins} and use the same ones for
 * every comparison.
 *
 * <p>Source: Jeffreys, "An invariant form for the prior probability in estimation problems",
 * Proceedings of the Royal Society A 186 (1946); Siddiqi, "Credit Risk Scorecards" (2006), for the
 * use.
 */
public final class PopulationStabilityIndex implements HistogramDistance {

  private static final PopulationStabilityIndex DEFAULTS =
      new PopulationStabilityIndex(1e-4, LogBase.NAT);

  private final double floor;
  private final LogBase base;

  private PopulationStabilityIndex(double floor, LogBase base) {
    this.floor = floor;
    this.base = base;
  }

  /** Returns the index in nats with a floor of 0.0001. */
  public static PopulationStabilityIndex withDefaults() {
    return DEFAULTS;
  }

  /** Returns this index with another log base. */
  public PopulationStabilityIndex with(LogBase option) {
    return new PopulationStabilityIndex(floor, option);
  }

  /**
   * Returns this index with another smallest proportion.
   *
   * @throws IllegalArgumentException if the floor is not inside (0, 1)
   */
  public PopulationStabilityIndex withFloor(double option) {
    if (!(option > 0 && option < 1)) {
      throw new IllegalArgumentException("floor is " + option + ": it must lie inside (0, 1)");
    }
    return new PopulationStabilityIndex(option, base);
  }

  @Override
  public String name() {
    return "PSI (floor " + floor + ", " + base.label() + ")";
  }

  @Override
  public Distance between(double[] reference, double[] current) {
    double nats =
        Proportions.of(reference, current)
            .raisedTo(floor)
            .sum((p, q) -> (p - q) * Proportions.logRatio(p, q));
    return new Distance(name(), base.fromNats(nats));
  }
}

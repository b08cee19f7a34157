package dev.canary.bench.experiment;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.apache.commons.rng.sampling.distribution.TSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/** How the answers of a healthy deployment move from run to run. */
enum Noise {
  /** Independent, Gaussian. */
  GAUSSIAN(0.6744897501960817, 0),
  /** Independent, Student's t with three degrees of freedom. */
  T3(0.7648923284043444, 0),
  /** Independent, the exponential of a Gaussian. */
  LOGNORMAL(1, 0),
  /** Gaussian AR(1) of variance 1, phi = 0.5. */
  AR_0_5(0.6744897501960817, 0.5),
  /** The same, phi = 0.9. */
  AR_0_9(0.6744897501960817, 0.9),
  /** The same, phi = 0.99. */
  AR_0_99(0.6744897501960817, 0.99),
  /** Gaussian on either of two replicas, ten standard deviations apart, that take turns hourly. */
  REPLICAS(0.6744897501960817, 0);

  /** An hour at 10 s. */
  static final int DWELL = 360;

  private static final double APART = 10;

  private static final double FORGOTTEN = 0.05;

  private final double median;
  private final double phi;

  /**
   * @param median of |noise|, on the first replica
   */
  Noise(double median, double phi) {
    this.median = median;
    this.phi = phi;
  }

  /** The median of |noise|: the noise floor that a movement is divided by. */
  double median() {
    return median;
  }

  /** After how many runs it is forgotten: correlated by 0.05 at most, the other replica's turn. */
  int decorrelation() {
    if (this == REPLICAS) {
      return DWELL;
    }
    return phi == 0 ? 1 : (int) Math.ceil(Math.log(FORGOTTEN) / Math.log(phi));
  }

  /** How far all answers lie from the first replica's in this run. */
  double level(long run) {
    return this == REPLICAS && Math.floorMod(run / DWELL, 2) == 1 ? APART : 0;
  }

  /** One number a run, without the level. */
  ContinuousSampler start(UniformRandomProvider random) {
    ContinuousSampler gaussian = ZigguratSampler.NormalizedGaussian.of(random);
    return switch (this) {
      case GAUSSIAN, REPLICAS -> gaussian;
      case T3 -> TSampler.of(random, 3);
      case LOGNORMAL -> () -> Math.exp(gaussian.sample());
      case AR_0_5, AR_0_9, AR_0_99 -> new Autoregression(phi, gaussian);
    };
  }

  private static final class Autoregression implements ContinuousSampler {
    private final double phi;
    private final double fresh;
    private final ContinuousSampler gaussian;
    private double now;

    Autoregression(double phi, ContinuousSampler gaussian) {
      this.phi = phi;
      this.fresh = Math.sqrt(1 - phi * phi);
      this.gaussian = gaussian;
      this.now = gaussian.sample();
    }

    @Override
    public double sample() {
      now = phi * now + fresh * gaussian.sample();
      return now;
    }
  }
}

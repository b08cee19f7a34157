package dev.canary.bench.experiment;

import dev.canary.stats.KappaCalibrator;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/** Families of e-values while nothing changes: each has a mean of 1, given the past. */
enum EValues {
  /** exp(z - 1/2), z Gaussian: a likelihood ratio. */
  LIKELIHOOD_RATIO,
  /** pi / q or (1 - pi) / (1 - q), pi = 0.9, q as of 100 captures: an exceedance bet. */
  EXCEEDANCE,
  /** p^(-1/2) / 2, p uniform: a calibrated p-value. */
  CALIBRATED,
  /** 1 + (x - m) / (2 m), x uniform, m = 1/2: a bounded bet. */
  BOUNDED,
  /** p^(-1/2) / 2, p the rank among all earlier ones, as a growing reference has it. */
  GROWING_REFERENCE,
  /** The likelihood ratio, staked by how the last one went: dependent and predictable. */
  ADAPTIVE;

  private static final double PI = 0.9;
  private static final double Q = 0.066746;
  private static final KappaCalibrator CALIBRATOR = KappaCalibrator.of(0.5);

  /** One logarithm of an e-value a run. */
  interface Source {
    double nextLog();
  }

  Source start(UniformRandomProvider random) {
    ContinuousSampler gaussian = ZigguratSampler.NormalizedGaussian.of(random);
    return switch (this) {
      case LIKELIHOOD_RATIO -> () -> gaussian.sample() - 0.5;
      case EXCEEDANCE ->
          () -> random.nextDouble() < Q ? Math.log(PI / Q) : Math.log((1 - PI) / (1 - Q));
      case CALIBRATED -> () -> CALIBRATOR.logE(Math.log1p(-random.nextDouble()));
      case BOUNDED -> () -> Math.log(0.5 + random.nextDouble());
      case GROWING_REFERENCE -> new Ranks(random);
      case ADAPTIVE -> new Adaptive(gaussian);
    };
  }

  /** Ranks among all earlier ones, kept sorted. */
  private static final class Ranks implements Source {
    private final UniformRandomProvider random;
    private double[] seen = new double[16];
    private int count;

    Ranks(UniformRandomProvider random) {
      this.random = random;
    }

    @Override
    public double nextLog() {
      double score = random.nextDouble();
      int found = Arrays.binarySearch(seen, 0, count, score);
      int place = found < 0 ? -1 - found : found;
      int larger = count - place;
      insert(place, score);
      return CALIBRATOR.logE(Math.log((larger + 1 - random.nextDouble()) / count));
    }

    private void insert(int place, double score) {
      if (count == seen.length) {
        seen = Arrays.copyOf(seen, 2 * count);
      }
      System.arraycopy(seen, place, seen, place + 1, count - place);
      seen[place] = score;
      count++;
    }
  }

  private static final class Adaptive implements Source {
    private final ContinuousSampler gaussian;
    private double stake = 1;

    Adaptive(ContinuousSampler gaussian) {
      this.gaussian = gaussian;
    }

    @Override
    public double nextLog() {
      double z = gaussian.sample();
      double log = stake * z - stake * stake / 2;
      stake = z > 0 ? Math.min(2, stake * 1.5) : 0.5;
      return log;
    }
  }
}

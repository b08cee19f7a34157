package dev.canary.evidence;

import dev.canary.stats.KappaCalibrator;
import java.util.Arrays;

/**
 * Where a score ranks among all earlier ones of its watch, in the growing-reference lane.
 *
 * <p>Under exchangeability {@link #p} is uniform on (0, 1), whatever went before.
 *
 * @param score which score
 * @param larger how many earlier ones lie in higher bins
 * @param equal how many lie in its own bin, itself among them
 * @param all how many there are, itself among them
 * @param theta in (0, 1), a function of the seed and the number of the bet
 */
public record GrowingRank(Score score, double larger, double equal, double all, double theta) {
  /** The smoothed rank, {@code (larger + theta x equal) / all}. */
  public double p() {
    return (larger + theta * equal) / all;
  }

  /** The e-values kappa p^(kappa - 1), one for each kappa of the lane. */
  public double[] eValues() {
    double logP = Math.log(p());
    return Arrays.stream(GrowingLane.KAPPAS)
        .map(kappa -> Math.exp(KappaCalibrator.of(kappa).logE(logP)))
        .toArray();
  }
}

package dev.canary.evidence;

import dev.canary.baseline.SuiteScores;
import dev.canary.stats.BoundedMean;
import java.util.Arrays;
import java.util.Optional;

/**
 * Bets that the mean of S_rms has risen, by a fixed grid of stakes: one cell each.
 *
 * <pre>
 * x = min(1, S_rms / cap),  cap = 3 x max(largest of the pilot captures, 1)
 * m = max(upper bound on the mean of x over the other captures, 1 / cap)
 * e = 1 + lambda (x - m),   lambda = 2^-j / (2 m), j = 0..7
 * </pre>
 *
 * <p>Null hypothesis: E[x | past] &lt;= m; nothing else is assumed of the distribution. The cap
 * comes from a fifth of the captures and the bound from the rest, so that the bound is one on
 * values that are known to lie in [0, 1] before they are looked at. As m is at least 1 / cap, a
 * movement inside the precision class (S_rms &lt;= 1) never wins.
 *
 * <p>Guarantee: with a probability of at least 1 - delta over the captures, E[e | captures, past]
 * &lt;= 1. The grid is fixed: a stake that adapts would adapt to the healthy past and react late.
 *
 * <p>Source: Waudby-Smith and Ramdas, "Estimating means of bounded random variables by betting",
 * JRSS B 86 (2024); the product's statistics, section 2.5.
 */
final class BettingLane {

  static final int STAKES = 8;

  private static final double CAP = 3;
  private static final int PILOTS = 5;

  private final MeanBound bound;
  private final double logWeight;
  private final double[] lambda = new double[STAKES];

  private BettingLane(MeanBound bound, double weight) {
    this.bound = bound;
    this.logWeight = Math.log(weight / STAKES);
    for (int j = 0; j < STAKES; j++) {
      lambda[j] = Math.scalb(1 / (2 * bound.mean()), -j);
    }
  }

  /** True when there are captures for the cap and others for the bound. */
  static boolean isPossible(Calibration calibration) {
    return calibration.scores().contains(Score.RMS) && calibration.captures() > 1;
  }

  /** The lane with all the weight; empty where the captures are too few for a bound below 1. */
  static Optional<BettingLane> of(Calibration calibration, double delta) {
    double[] rms = calibration.heldOut().stream().mapToDouble(SuiteScores::rms).toArray();
    int pilots = Math.max(1, rms.length / PILOTS);
    double largest = Arrays.stream(rms, 0, pilots).max().orElseThrow();
    double cap = CAP * Math.max(largest, Score.RMS.floor());
    double[] rest =
        Arrays.stream(rms, pilots, rms.length).map(value -> Math.min(1, value / cap)).toArray();
    double mean = Math.max(BoundedMean.upper(rest, delta), Score.RMS.floor() / cap);
    return mean < 1 ? Optional.of(new BettingLane(new MeanBound(cap, mean), 1)) : Optional.empty();
  }

  BettingLane weighted(double weight) {
    return new BettingLane(bound, weight);
  }

  MeanBound bound() {
    return bound;
  }

  void bet(double[] numbers, double[] scores, double logDeposit, double nanos) {
    double x = Math.min(1, scores[Score.RMS.index()] / bound.cap());
    for (int j = 0; j < STAKES; j++) {
      double logE = Math.log1p(lambda[j] * (x - bound.mean()));
      Cells.bet(numbers, Slots.BETTING + j, logDeposit + logWeight, logE, nanos);
    }
    numbers[Slots.TOTAL_BETTING] = LogSum.of(numbers, Slots.BETTING, Slots.BETTING + STAKES);
  }
}

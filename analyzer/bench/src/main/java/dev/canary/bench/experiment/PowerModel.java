package dev.canary.bench.experiment;

import dev.canary.stats.CaseNoise;
import dev.canary.stats.KolmogorovSmirnovTest;
import dev.canary.stats.NoiseFloorTest;
import dev.canary.stats.SignFlipTest;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * A model that answers inputs with a logit ~ N(0, 2.5), served as a probability; each answer moves
 * by N(0, 0.1) in the logit from replay to replay. Of its captures, 50 tell the noise of each case
 * and 50 are held out.
 */
final class PowerModel {
  private static final double SPREAD = 2.5;
  private static final double NOISE = 0.1;
  private static final int CAPTURES = 50;
  private static final int DRAWS = 199;
  private static final int ASSIGNMENTS = 999;

  /** No case is so still that it matters. */
  private static final double FLOOR = 1e-9;

  private final UniformRandomProvider random;
  private final ContinuousSampler gaussian;
  private final double[] logits;
  private final double[] baseline;
  private final NoiseFloorTest noiseFloor;

  PowerModel(int cases, UniformRandomProvider random) {
    this.random = random;
    this.gaussian = ZigguratSampler.NormalizedGaussian.of(random);
    this.logits = new double[cases];
    Arrays.setAll(logits, i -> SPREAD * gaussian.sample());
    double[][] learned = captures();
    this.baseline = learned[0];
    this.noiseFloor = NoiseFloorTest.of(CaseNoise.of(learned, FLOOR, 0), captures());
  }

  /**
   * Replays the model once after each change and tests each replay by every rule: change x rule.
   * The tests of heaps see the probabilities; they and the sign flips compare with the first
   * capture.
   */
  double[][] pValues() {
    ModelChange[] changes = ModelChange.values();
    double[][] p = new double[changes.length][];
    for (int c = 0; c < p.length; c++) {
      double[] now = replay(changes[c].of(logits, gaussian));
      p[c] = Arrays.stream(PowerRule.values()).mapToDouble(rule -> pValue(rule, now)).toArray();
    }
    return p;
  }

  private double pValue(PowerRule rule, double[] now) {
    return switch (rule) {
      case KOLMOGOROV_SMIRNOV ->
          KolmogorovSmirnovTest.withDefaults()
              .test(probabilities(now), probabilities(baseline))
              .pValue();
      case ENERGY ->
          EnergyPermutation.pValue(probabilities(now), probabilities(baseline), DRAWS, random);
      case SIGN_FLIP ->
          SignFlipTest.withDefaults()
              .withAssignments(ASSIGNMENTS)
              .withSeed(random.nextLong())
              .test(now, baseline)
              .pValue();
      case NOISE_FLOOR_MAX -> noiseFloor.test(NoiseFloorTest.Score.MAX, now).pValue();
      case NOISE_FLOOR_RMS -> noiseFloor.test(NoiseFloorTest.Score.MEAN_SQUARE, now).pValue();
      case LABEL_FLIPS -> noiseFloor.test(NoiseFloorTest.Score.LABEL_CHANGES, now).pValue();
    };
  }

  private double[][] captures() {
    double[][] captures = new double[CAPTURES][];
    Arrays.setAll(captures, c -> replay(logits));
    return captures;
  }

  private double[] replay(double[] model) {
    return Arrays.stream(model).map(logit -> logit + NOISE * gaussian.sample()).toArray();
  }

  private static double[] probabilities(double[] logits) {
    return Arrays.stream(logits).map(logit -> 1 / (1 + Math.exp(-logit))).toArray();
  }
}

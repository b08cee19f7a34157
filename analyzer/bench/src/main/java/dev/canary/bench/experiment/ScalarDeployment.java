package dev.canary.bench.experiment;

import dev.canary.baseline.SuiteScores;
import dev.canary.evidence.Calibration;
import dev.canary.evidence.Score;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;

/**
 * One number a run, fed to all three scores: |noise| in noise floors.
 *
 * <p>Labels are whole numbers: they count sixteenths of a noise floor.
 */
final class ScalarDeployment implements Deployment {
  private static final double LABELS_A_FLOOR = 16;

  private final Noise noise;
  private final ContinuousSampler sampler;
  private long run;
  private double answersOff;
  private double scoreUp;

  ScalarDeployment(Noise noise, UniformRandomProvider random) {
    this.noise = noise;
    this.sampler = noise.start(random);
  }

  @Override
  public Calibration capture(int heldOut, Plan plan, UniformRandomProvider random) {
    List<SuiteScores> scores = new ArrayList<>();
    List<Instant> instants = new ArrayList<>();
    for (int captured : plan.runs(heldOut, noise, random)) {
      while (run < captured) {
        next();
      }
      scores.add(next());
      instants.add(Deployment.instant(captured));
    }
    return Calibration.of(Score.ALL, scores, instants);
  }

  /** From now on, all answers lie this many noise floors off: noise may hide part of it. */
  void moveAnswers(double floors) {
    answersOff = floors;
  }

  /** From now on, every score is this much larger. */
  void raiseScores(double floors) {
    scoreUp = floors;
  }

  @Override
  public SuiteScores next() {
    double moved = noise.level(run++) + sampler.sample();
    double score = Math.abs(moved / noise.median() + answersOff) + scoreUp;
    return new SuiteScores(score, score, (int) Math.rint(score * LABELS_A_FLOOR));
  }
}

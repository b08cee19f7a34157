package dev.canary.bench.experiment;

import dev.canary.baseline.SuiteScores;
import dev.canary.evidence.Budget;
import dev.canary.evidence.Calibration;
import dev.canary.evidence.Decorrelation;
import dev.canary.evidence.Evidence;
import dev.canary.evidence.EvidenceStepper;
import dev.canary.evidence.Lane;
import dev.canary.evidence.Score;
import java.util.Set;

/** When to alert: ours, and what is done elsewhere. The naive ones read S_max. */
enum Rule {
  /** Above mean + 3 standard deviations of the captures. */
  FIXED_THRESHOLD,
  /** Conformal p-value at most 0.05, in every run. */
  EVERY_RUN_0_05,
  /** Three consecutive conformal p-values of at most 0.01. */
  THREE_IN_A_ROW,
  /** CUSUM with mean and standard deviation of the captures. */
  PLUG_IN_CUSUM,
  /** e-Shiryaev-Roberts over conformal e-values that rank every run in the same captures. */
  NAIVE_CONFORMAL,
  /** Bets on exceedances of the largest capture, in every run, without margin. */
  NO_MARGIN,
  /** Ours, its fast and slow lanes. */
  EXCEEDANCE_LANES,
  /** Ours, all lanes. */
  ALL_LANES;

  /** The exceedance lanes. */
  static final Set<Lane> EXCEEDANCE = Set.of(Lane.FAST, Lane.SLOW);

  /** One watch under one rule. */
  interface Watch {
    /** Takes in a run; true when it alerts. An alert starts the rule anew. */
    boolean step(SuiteScores scores);
  }

  /** A watch by these captures. */
  Watch start(Calibration captures, long model) {
    double[] sorted = captures.sorted(Score.MAX);
    return switch (this) {
      case FIXED_THRESHOLD -> Naive.fixedThreshold(sorted);
      case EVERY_RUN_0_05 -> Naive.consecutive(sorted, 0.05, 1);
      case THREE_IN_A_ROW -> Naive.consecutive(sorted, 0.01, 3);
      case PLUG_IN_CUSUM -> Naive.cusum(sorted);
      case NAIVE_CONFORMAL -> Naive.conformal(sorted);
      case NO_MARGIN -> Naive.withoutMargin(sorted);
      case EXCEEDANCE_LANES -> ours(captures, model, EXCEEDANCE);
      case ALL_LANES -> ours(captures, model, Lane.ALL);
    };
  }

  /** The same as if the decorrelation time were known. */
  Watch start(Calibration captures, long model, Noise known) {
    return start(
        captures.with(
            new Decorrelation.Spread(Deployment.INTERVAL.multipliedBy(known.decorrelation()))),
        model);
  }

  private static Watch ours(Calibration captures, long model, Set<Lane> lanes) {
    Evidence evidence = Evidence.of(captures, Budget.DEFAULT.whole(), "model-" + model).with(lanes);
    EvidenceStepper stepper = evidence.stepper(evidence.start());
    return scores -> stepper.step(scores, Deployment.INTERVAL, Deployment.INTERVAL);
  }
}

package dev.canary.bench.experiment;

import dev.canary.baseline.SuiteScores;
import dev.canary.bench.experiment.DetectionDelay.Delays;
import dev.canary.evidence.Budget;
import dev.canary.evidence.Calibration;
import dev.canary.evidence.Decorrelation;
import dev.canary.evidence.Evidence;
import dev.canary.evidence.EvidenceStepper;
import dev.canary.evidence.Lane;
import dev.canary.evidence.Score;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.rng.UniformRandomProvider;

/** Delays where runs exceed every limit: each of them, or half of them by chance. */
record Exceedances(Settings settings, Delays delays) {
  private static final double BEYOND = 1e6;
  private static final double HALF = 0.5;

  /** What bets. */
  private enum Design {
    /** Three scores on the fast and slow lanes: K = 9. */
    NINE_BETS,
    /** One score on the fast lane, which has all the weight: K = 1. */
    ONE_BET;

    Evidence evidence(Calibration captures) {
      return switch (this) {
        case NINE_BETS -> evidence(captures, Score.ALL, Rule.EXCEEDANCE);
        case ONE_BET -> evidence(captures, Set.of(Score.MAX), Set.of(Lane.FAST));
      };
    }

    /** The decorrelation time is too long for the slow lane to help. */
    private static Evidence evidence(Calibration captures, Set<Score> scores, Set<Lane> lanes) {
      Decorrelation slow = new Decorrelation.Spread(Duration.ofDays(1));
      Calibration used = Calibration.of(scores, captures.heldOut()).with(slow);
      return Evidence.of(used, Budget.DEFAULT.whole(), "bench").with(lanes);
    }
  }

  /** What exceeds. */
  private enum Change {
    /** All three scores in every run. */
    ALL_SCORES,
    /** S_max alone in every run. */
    ONE_SCORE,
    /** All three scores in half of the runs. */
    HALF_THE_RUNS;

    double share() {
      return switch (this) {
        case ALL_SCORES, ONE_SCORE -> 1;
        case HALF_THE_RUNS -> HALF;
      };
    }

    SuiteScores scores() {
      return switch (this) {
        case ALL_SCORES, HALF_THE_RUNS -> new SuiteScores(BEYOND, BEYOND, (int) BEYOND);
        case ONE_SCORE -> new SuiteScores(BEYOND, 0, 0);
      };
    }
  }

  /**
   * How many runs a delay may take with so many captures. Where chance decides which runs exceed,
   * the lower end of the mean's 95 % interval is held to it, from the start, as those figures were
   * themselves simulated.
   */
  private record Bound(int captures, double nineBets, double oneBet, double oneBetHalfTheRuns) {
    Optional<Double> of(Design design, Change change, int healthy) {
      return switch (change) {
        case ALL_SCORES -> Optional.of(design == Design.NINE_BETS ? nineBets : oneBet);
        case HALF_THE_RUNS ->
            design == Design.ONE_BET && healthy == 0
                ? Optional.of(oneBetHalfTheRuns)
                : Optional.empty();
        case ONE_SCORE -> Optional.empty();
      };
    }
  }

  private static final List<Bound> BOUNDS =
      List.of(
          new Bound(20, 16, 12, 121),
          new Bound(100, 7, 6, 21),
          new Bound(1_000, 4, 3, 8),
          new Bound(10_000, 3, 2, 5));

  void measure() {
    for (Bound bound : BOUNDS) {
      for (Design design : Design.values()) {
        for (Change change : Change.values()) {
          for (int healthy : new int[] {0, 3_000}) {
            measure(bound, design, change, healthy);
          }
        }
      }
    }
  }

  private void measure(Bound bound, Design design, Change change, int healthy) {
    int captures = bound.captures();
    String task = "%s, R = %d, %s".formatted(design, captures, change);
    double[] found =
        Repeats.of(task, settings, repeat -> delay(captures, design, change, healthy, repeat))
            .stream()
            .mapToDouble(Double::doubleValue)
            .toArray();
    Delays.Condition condition =
        new Delays.Condition(
            Noise.GAUSSIAN, captures, healthy, change.toString(), design.toString());
    Interval mean = delays.add(condition, found);
    bound.of(design, change, healthy).ifPresent(most -> delays.claim(condition, mean.low(), most));
  }

  private double delay(int captures, Design design, Change change, int healthy, int repeat) {
    UniformRandomProvider random = Seeds.generator(settings.seed(), repeat, "captures-" + captures);
    ScalarDeployment deployment = new ScalarDeployment(Noise.GAUSSIAN, random);
    Evidence evidence = design.evidence(deployment.capture(captures, Plan.DAY, random));
    EvidenceStepper stepper = evidence.stepper(evidence.start());
    for (int run = 0; run < healthy; run++) {
      step(stepper, deployment.next());
    }
    for (int run = 1; run < DetectionDelay.MOST_RUNS; run++) {
      SuiteScores now = deployment.next();
      if (step(stepper, random.nextDouble() < change.share() ? change.scores() : now)) {
        return run;
      }
    }
    return DetectionDelay.MOST_RUNS;
  }

  private static boolean step(EvidenceStepper stepper, SuiteScores scores) {
    return stepper.step(scores, Deployment.INTERVAL, Deployment.INTERVAL);
  }
}

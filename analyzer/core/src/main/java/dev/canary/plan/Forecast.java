package dev.canary.plan;

import dev.canary.baseline.SuiteScores;
import dev.canary.evidence.BudgetShare;
import dev.canary.evidence.Calibration;
import dev.canary.evidence.Delay;
import dev.canary.evidence.Evidence;
import dev.canary.evidence.EvidenceState;
import dev.canary.evidence.Exceedance;
import dev.canary.evidence.Score;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How soon the evidence of a watch alerts, found by stepping its real lanes.
 *
 * @param calibration by the captures there are or will be
 * @param share of the budget
 * @param watch its name
 * @param interval between two runs
 * @param recheck how soon the next follows on one that left something pending
 */
record Forecast(
    Calibration calibration, BudgetShare share, String watch, Duration interval, Duration recheck) {
  private static final long SEED = 1;
  private static final int HEALTHY_RUNS = 3_000;
  private static final int TRIES = 100;
  private static final double HALF = 0.5;
  private static final double BEYOND = 1 + 1e-9;

  /** How many runs of a small movement are looked ahead. */
  private static final int PATIENCE = 100_000;

  /** The same with so many captures that are spread alike and score alike. */
  Forecast withCaptures(int captures) {
    List<SuiteScores> known = calibration.heldOut();
    List<SuiteScores> more =
        IntStream.range(0, captures)
            .mapToObj(i -> known.isEmpty() ? new SuiteScores(0, 0, 0) : known.get(i % known.size()))
            .toList();
    return new Forecast(
        Calibration.of(calibration.scores(), more).with(calibration.decorrelation()),
        share,
        watch,
        interval,
        recheck);
  }

  Forecast with(Calibration other) {
    return new Forecast(other, share, watch, interval, recheck);
  }

  Forecast with(Duration otherInterval) {
    Duration sooner = recheck.compareTo(otherInterval) < 0 ? recheck : otherInterval;
    return new Forecast(calibration, share, watch, otherInterval, sooner);
  }

  Evidence evidence() {
    return Evidence.of(calibration, share, watch);
  }

  /** Runs to the alert when one score alone exceeds in every run, after nothing yet has. */
  OptionalInt worst() {
    Evidence evidence = evidence();
    Delay delay = Delay.of(evidence, interval).again(recheck);
    return slowest(
        calibration.scores().stream()
            .map(score -> delay.everyRun(evidence.start(), Set.of(score)))
            .toList());
  }

  /** Runs to the alert when all scores exceed in every run, after healthy runs. */
  OptionalInt expected() {
    return healthy()
        .map(
            state ->
                Delay.of(evidence(), interval).again(recheck).everyRun(state, calibration.scores()))
        .orElse(OptionalInt.empty());
  }

  /** The same when only half of the runs exceed; a mean. */
  OptionalDouble worstOfHalf() {
    Evidence evidence = evidence();
    return !bets()
        ? OptionalDouble.empty()
        : calibration.scores().stream()
            .map(score -> half(evidence.start(), Set.of(score)))
            .max(Comparator.comparingDouble(runs -> runs.orElse(Double.POSITIVE_INFINITY)))
            .orElseThrow();
  }

  OptionalDouble expectedOfHalf() {
    return healthy().map(state -> half(state, calibration.scores())).orElse(OptionalDouble.empty());
  }

  /** What a lasting movement must score so that the slow lanes bet on it; empty where off. */
  OptionalDouble slowLimit(Score score) {
    return evidence().lanes().slow().stream()
        .filter(exceedance -> exceedance.score() == score)
        .mapToDouble(Exceedance::limit)
        .max();
  }

  /** Runs to the alert when a score stays just above a limit of the slow lanes. */
  OptionalInt runsJustAbove(Score score) {
    double value = slowLimit(score).orElseThrow() * BEYOND;
    SuiteScores scores =
        score == Score.MAX ? new SuiteScores(value, 0, 0) : new SuiteScores(0, value, 0);
    Evidence evidence = evidence();
    return evidence.runsToAlert(evidence.start(), scores, interval, interval, PATIENCE);
  }

  private OptionalDouble half(EvidenceState from, Set<Score> exceeding) {
    double runs = Delay.of(evidence(), interval).someRuns(from, exceeding, HALF, TRIES, SEED);
    // A try without an alert counts as the most runs: where there are many, the mean is none.
    return runs < HALF * Delay.MOST_RUNS ? OptionalDouble.of(runs) : OptionalDouble.empty();
  }

  private Optional<EvidenceState> healthy() {
    return bets()
        ? Optional.of(Delay.of(evidence(), interval).healthy(HEALTHY_RUNS, SEED))
        : Optional.empty();
  }

  /** False when captures are too few for any bet to pay: then nothing is ever evidence. */
  boolean bets() {
    return !evidence().lanes().on().isEmpty();
  }

  private static OptionalInt slowest(List<OptionalInt> all) {
    return all.stream()
        .max(Comparator.comparingInt(runs -> runs.orElse(Integer.MAX_VALUE)))
        .orElse(OptionalInt.empty());
  }
}

package dev.canary.evidence;

import dev.canary.baseline.SuiteScores;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Evidence over runs that something has changed, with alerts that keep within a budget of false
 * ones.
 *
 * <p>Each lane turns the scores of a run into e-values, and each bet of each lane keeps its own
 * e-Shiryaev-Roberts M ({@link ShiryaevRoberts}), into which it takes its part of every deposit.
 * The run alerts when
 *
 * <pre>
 * sum over the bets of the fast, slow and betting lanes of weight x M &gt;= A, or
 * sum over the bets on one score in the growing lane     of weight x M &gt;= A
 * </pre>
 *
 * <p>and then all M are 0 again.
 *
 * <p>Null hypothesis: captures and runs are scored alike: they exceed limits with the same chance
 * given the past (fast, slow), their mean has not risen (betting), they are exchangeable (growing).
 *
 * <p>Guarantee: the expected number of alerts is at most the sum of the deposits / A, at any time,
 * with a probability of at least 1 - delta over the captures. Proof: in each group named above, all
 * M are supermartingales after their deposits, given one and the same past; a group with the weight
 * v hence alerts at most v x deposits / A times in the mean, and the weights sum to 1. That a group
 * is reset by another's alert only delays it: M rises with what it was before. A run without
 * complete scores is no bet in any lane; its deposit waits for the next one.
 *
 * <p>All time is counted time: never negative, at most two intervals a run. Neither clock nor
 * chance is read; theta of the growing lane is a function of the seed and the number of the bet.
 *
 * <p>Source: Shin, Ramdas and Rinaldo, "E-detectors", NEJSDS 2 (2024); the product's statistics,
 * sections 1 (level 3) and 2.1 to 2.5.
 */
public final class Evidence {

  private final Calibration calibration;
  private final BudgetShare share;
  private final long seed;
  private final Set<Lane> wanted;
  private final Lanes lanes;

  private Evidence(Calibration calibration, BudgetShare share, long seed, Set<Lane> wanted) {
    this.calibration = calibration;
    this.share = share;
    this.seed = seed;
    this.wanted = wanted;
    this.lanes = Lanes.of(calibration, share.delta(), seed, wanted);
  }

  /** Evidence of a watch: every lane on that the captures allow, chance drawn from its name. */
  public static Evidence of(Calibration calibration, BudgetShare share, String watch) {
    return new Evidence(calibration, share, seedOf(watch), Lane.ALL);
  }

  /** The same with these lanes only. */
  public Evidence with(Set<Lane> lanes) {
    return new Evidence(calibration, share, seed, Set.copyOf(lanes));
  }

  /** The same with another part of the budget, for the deposits and bets to come. */
  public Evidence with(BudgetShare other) {
    return new Evidence(calibration, other, seed, wanted);
  }

  /** The captures it is measured by. */
  public Calibration calibration() {
    return calibration;
  }

  /** Its part of the budget. */
  public BudgetShare share() {
    return share;
  }

  /** Which lanes are on, and what they bet. */
  public Lanes lanes() {
    return lanes;
  }

  /** The seed of theta. */
  public long seed() {
    return seed;
  }

  /** Before the first run against this baseline. */
  public EvidenceState start() {
    return new EvidenceState(lanes.start(calibration));
  }

  /**
   * The evidence after one more run.
   *
   * @param scores empty when the run has none that are complete: failures, no baseline that judges
   * @param elapsed since the last run, as the clock has it; for the first run, one interval
   * @param interval between two runs, as the schedule has it
   * @throws IllegalArgumentException unless the interval is longer than nothing
   */
  public EvidenceStep step(
      EvidenceState state, Optional<SuiteScores> scores, Duration elapsed, Duration interval) {
    EvidenceStepper stepper = stepper(state);
    boolean alerted =
        scores.isPresent()
            ? stepper.step(scores.orElseThrow(), elapsed, interval)
            : stepper.skip(elapsed, interval);
    return new EvidenceStep(
        stepper.state(),
        stepper.lanes(),
        stepper.age(),
        Math.log(share.threshold()),
        share.threshold(interval),
        share.deposit(elapsed, interval),
        share.deposit(interval, interval),
        alerted,
        seed);
  }

  /** Steps in place, for simulations: the same numbers without a new state for each run. */
  public EvidenceStepper stepper(EvidenceState from) {
    return new EvidenceStepper(this, from.toNumbers());
  }

  /**
   * In how many runs there is an alert if all score like this one: "at this rate an alert in N
   * runs".
   *
   * @param most how many runs to look ahead
   * @return empty when that many runs bring none
   */
  public OptionalInt runsToAlert(
      EvidenceState state, SuiteScores scores, Duration elapsed, Duration interval, int most) {
    EvidenceStepper stepper = stepper(state);
    for (int run = 1; run <= most; run++) {
      if (stepper.step(scores, elapsed, interval)) {
        return OptionalInt.of(run);
      }
    }
    return OptionalInt.empty();
  }

  /** FNV-1a over the name, so that the same watch draws the same numbers everywhere. */
  private static long seedOf(String watch) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : watch.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }
}

package dev.canary.evidence;

import dev.canary.baseline.SuiteScores;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Steps evidence in place: the numbers that {@link Evidence#step} gives, without a new state for
 * each run. For simulations; not to be shared between threads.
 */
public final class EvidenceStepper {

  private static final Score[] SCORES = Score.values();

  private final Lanes lanes;
  private final boolean[] used = new boolean[SCORES.length];
  private final BudgetShare share;
  private final double logThreshold;
  private final double thinningNanos;
  private final double[] numbers;
  private final double[] scores = new double[SCORES.length];
  private Optional<LaneEvidence> beforeReset = Optional.empty();
  private double ageBeforeReset;

  EvidenceStepper(Evidence evidence, double[] numbers) {
    this.lanes = evidence.lanes();
    this.share = evidence.share();
    this.logThreshold = Math.log(share.threshold());
    this.thinningNanos = lanes.thinning().map(BudgetShare::nanos).orElse(Double.POSITIVE_INFINITY);
    this.numbers = numbers;
    for (Score score : evidence.calibration().scores()) {
      used[score.index()] = true;
    }
  }

  /**
   * Takes in a run with these scores. One that is not a finite number is a failure, and the run no
   * bet.
   *
   * @return true when it alerts
   * @throws IllegalArgumentException unless the interval is longer than nothing
   */
  public boolean step(SuiteScores run, Duration elapsed, Duration interval) {
    pass(BudgetShare.counted(elapsed, interval));
    beforeReset = Optional.empty();
    return take(run) && bet();
  }

  /**
   * Takes in a run without scores: time passes and deposits wait.
   *
   * @return false, for no evidence comes of it
   * @throws IllegalArgumentException unless the interval is longer than nothing
   */
  public boolean skip(Duration elapsed, Duration interval) {
    pass(BudgetShare.counted(elapsed, interval));
    beforeReset = Optional.empty();
    return false;
  }

  /** The evidence of each lane after the last run, before any reset. */
  public LaneEvidence lanes() {
    return beforeReset.orElseGet(() -> LaneEvidence.of(numbers));
  }

  /** How long ago, in counted time, what has the evidence after the last run began, in the mean. */
  Duration age() {
    double nanos =
        beforeReset.isPresent() ? ageBeforeReset : LaneEvidence.of(numbers).meanAge(numbers);
    return Duration.ofNanos(Math.round(nanos));
  }

  /** The state after the last run. */
  public EvidenceState state() {
    return new EvidenceState(numbers.clone());
  }

  private void pass(double countedNanos) {
    double deposit = share.deposit(countedNanos);
    numbers[Slots.RUNS]++;
    numbers[Slots.PENDING_FAST] += deposit;
    numbers[Slots.PENDING_THINNED] += deposit;
    numbers[Slots.SINCE_BET] += countedNanos;
    numbers[Slots.SINCE_FAST] += countedNanos;
    CreepRing.pass(numbers, countedNanos);
  }

  private boolean take(SuiteScores run) {
    for (Score score : SCORES) {
      double value = score.of(run);
      scores[score.index()] = value;
      if (used[score.index()] && !(value >= 0 && value <= Double.MAX_VALUE)) {
        return false;
      }
    }
    if (used[Score.RMS.index()]) {
      CreepRing.count(numbers, run.rms());
    }
    return true;
  }

  private boolean bet() {
    lanes.betFast(
        numbers, scores, Math.log(numbers[Slots.PENDING_FAST]), numbers[Slots.SINCE_FAST]);
    numbers[Slots.PENDING_FAST] = 0;
    numbers[Slots.SINCE_FAST] = 0;
    if (numbers[Slots.SINCE_BET] >= thinningNanos) {
      lanes.betThinned(
          numbers, scores, Math.log(numbers[Slots.PENDING_THINNED]), numbers[Slots.SINCE_BET]);
      numbers[Slots.PENDING_THINNED] = 0;
      numbers[Slots.SINCE_BET] = 0;
      numbers[Slots.THINNED_BETS]++;
    }
    LaneEvidence now = LaneEvidence.of(numbers);
    if (!ShiryaevRoberts.reaches(now.log(), logThreshold)) {
      return false;
    }
    beforeReset = Optional.of(now);
    ageBeforeReset = now.meanAge(numbers);
    Arrays.fill(numbers, Slots.LOGS, Slots.LOGS_END, Double.NEGATIVE_INFINITY);
    numbers[Slots.ALERTS]++;
    return true;
  }
}

package dev.canary.evidence;

import dev.canary.baseline.SuiteScores;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * How many runs pass between a change and its alert: found by stepping the evidence itself, not by
 * a formula of its own.
 *
 * <p>Healthy runs score what held-out captures scored, drawn by seed; changed ones score just above
 * the limits of the fast lane, or of the slow one where that is off. All runs come on time. Delays
 * are in runs, the alerting one included.
 */
public final class Delay {

  /** How far ahead a delay is sought. */
  public static final int MOST_RUNS = 10_000;

  private static final double BEYOND = 1 + 1e-9;

  private final Evidence evidence;
  private final Duration interval;
  private final Duration next;

  private Delay(Evidence evidence, Duration interval, Duration next) {
    this.evidence = evidence;
    this.interval = interval;
    this.next = next;
  }

  /** Delays of this watch when it runs at these intervals. */
  public static Delay of(Evidence evidence, Duration interval) {
    return new Delay(evidence, interval, interval);
  }

  /** The same where the runs after the first that exceeds follow each other sooner. */
  public Delay again(Duration after) {
    return new Delay(evidence, interval, after);
  }

  /**
   * The state after so many healthy runs.
   *
   * @param seed draws the captures that they score like
   * @throws IllegalArgumentException if there is no capture
   */
  public EvidenceState healthy(int runs, long seed) {
    EvidenceStepper stepper = evidence.stepper(evidence.start());
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < runs; i++) {
      stepper.step(healthy(random), interval, interval);
    }
    return stepper.state();
  }

  /**
   * Runs to the alert when every run exceeds.
   *
   * @param exceeding the scores that do; the others stay at zero
   * @return empty when {@link #MOST_RUNS} bring none
   */
  public OptionalInt everyRun(EvidenceState from, Set<Score> exceeding) {
    EvidenceStepper stepper = evidence.stepper(from);
    SuiteScores changed = beyond(exceeding);
    for (int run = 1; run <= MOST_RUNS; run++) {
      if (stepper.step(changed, run == 1 ? interval : next, interval)) {
        return OptionalInt.of(run);
      }
    }
    return OptionalInt.empty();
  }

  /**
   * The mean number of runs to the alert when only a share of the runs exceeds, each by chance.
   *
   * @param exceeding the scores that do
   * @param share of the runs, in (0, 1]
   * @param repeats how many times it is tried
   * @param seed draws which runs exceed, and the captures that the others score like
   * @return {@link #MOST_RUNS} counted for tries without an alert
   * @throws IllegalArgumentException unless 0 &lt; share &lt;= 1 and repeats is positive, or if
   *     there is no capture
   */
  public double someRuns(
      EvidenceState from, Set<Score> exceeding, double share, int repeats, long seed) {
    if (!(share > 0 && share <= 1) || repeats < 1) {
      throw new IllegalArgumentException(
          "share is %s and repeats is %d: they must lie in (0, 1] and be positive"
              .formatted(share, repeats));
    }
    SplittableRandom random = new SplittableRandom(seed);
    SuiteScores changed = beyond(exceeding);
    long runs = 0;
    for (int i = 0; i < repeats; i++) {
      EvidenceStepper stepper = evidence.stepper(from);
      boolean alerted = false;
      for (int run = 0; run < MOST_RUNS && !alerted; run++) {
        SuiteScores scores = random.nextDouble() < share ? changed : healthy(random);
        alerted = stepper.step(scores, interval, interval);
        runs++;
      }
    }
    return runs / (double) repeats;
  }

  private SuiteScores healthy(SplittableRandom random) {
    List<SuiteScores> heldOut = evidence.calibration().heldOut();
    if (heldOut.isEmpty()) {
      throw new IllegalArgumentException("there is no capture to score like");
    }
    return heldOut.get(random.nextInt(heldOut.size()));
  }

  private SuiteScores beyond(Set<Score> exceeding) {
    double[] scores = new double[Score.values().length];
    Lanes lanes = evidence.lanes();
    for (Exceedance bet : lanes.fast().isEmpty() ? lanes.slow() : lanes.fast()) {
      if (exceeding.contains(bet.score())) {
        int score = bet.score().index();
        scores[score] = Math.max(scores[score], bet.limit() * BEYOND);
      }
    }
    return new SuiteScores(
        scores[Score.MAX.index()],
        scores[Score.RMS.index()],
        (int) Math.floor(scores[Score.LABELS.index()])
            + (exceeding.contains(Score.LABELS) ? 1 : 0));
  }
}

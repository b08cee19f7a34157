package dev.canary.evidence;

import dev.canary.baseline.SuiteScores;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What one run did to the evidence of its watch: a pure function of the captures, the scores and
 * {@link EvidenceInput}.
 *
 * @param evidence of the watch: captures, lanes, share of the budget
 * @param input what the step was made of
 * @param scores that were bet on; empty when the run was no bet
 * @param step what it came to
 * @param runsToAlert in how many further runs like this one there is an alert; empty when none of
 *     the next {@link #LOOK_AHEAD} brings one, or the evidence did not rise
 */
public record RunEvidence(
    Evidence evidence,
    EvidenceInput input,
    Optional<SuiteScores> scores,
    EvidenceStep step,
    OptionalInt runsToAlert) {

  /** How many runs a projection looks ahead. */
  public static final int LOOK_AHEAD = 1000;

  private static final double RISING = 0.5;

  /** Makes the step of a run. */
  public static RunEvidence of(
      Evidence evidence, EvidenceInput input, Optional<SuiteScores> scores) {
    EvidenceStep step = evidence.step(input.before(), scores, input.elapsed(), input.interval());
    boolean rose = step.logEvidence() > LaneEvidence.of(input.before().toNumbers()).log();
    OptionalInt runs =
        scores.isPresent() && rose && !step.alerted()
            ? evidence.runsToAlert(
                step.state(), scores.get(), input.interval(), input.interval(), LOOK_AHEAD)
            : OptionalInt.empty();
    return new RunEvidence(evidence, input, scores, step, runs);
  }

  /**
   * How far evidence is on its way to an alert, in powers of ten: 0 is the deposit of one run, or
   * less, and 1 the threshold. A part of the threshold itself would be what healthy runs that are
   * far apart hold all the time.
   */
  public double way() {
    if (step.alerted()) {
      return 1;
    }
    double whole = Math.log(step.threshold());
    return whole <= 0 ? 0 : Math.min(1, Math.max(0, Math.log(step.evidence()) / whole));
  }

  /**
   * True when evidence is on its way to an alert, or there: what people should be told, and what is
   * looked at again soon. On its way is what climbs and is half the way up.
   */
  public boolean isRising() {
    return step.alerted() || (runsToAlert.isPresent() && way() >= RISING);
  }

  /** About how many runs ago, this one included, what the evidence speaks of began: at least 1. */
  public int runsSince() {
    return (int)
        Math.max(1, Math.round((double) step.age().toNanos() / input.interval().toNanos()));
  }

  /**
   * What the watch holds after the run.
   *
   * @param before what it held before
   * @param baselineDigest the baseline that the run was compared with
   * @param due when the run was due
   */
  public HeldEvidence held(Optional<HeldEvidence> before, String baselineDigest, Instant due) {
    Instant countedAt = before.map(earlier -> earlier.countedAfter(due)).orElse(due);
    return new HeldEvidence(baselineDigest, step.state().toNumbers(), countedAt);
  }

  /** What each lane did. */
  public List<LaneStep> lanes() {
    return Arrays.stream(Lane.values()).map(lane -> LaneStep.of(this, lane)).toList();
  }
}

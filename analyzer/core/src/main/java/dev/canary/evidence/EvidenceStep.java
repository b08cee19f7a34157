package dev.canary.evidence;

import java.time.Duration;

/**
 * What one run did to the evidence.
 *
 * <p>Evidence, threshold and deposit are in periods of the budget, as logarithms where they span
 * decades. People are shown them as multiples of what one run deposits, "4.8e5 of 7.8e5": {@link
 * #evidence} and {@link #threshold}.
 *
 * @param state after the run, and after the reset when it alerted
 * @param lanes the evidence of each lane, before any reset
 * @param age how long ago, in counted time, what the evidence speaks of began: the mean of the
 *     change point, each run weighed with what its deposit has become
 * @param logThreshold ln A
 * @param threshold A in deposits of one run on time
 * @param deposit w, what the run deposited
 * @param intervalDeposit what a run that comes on time deposits
 * @param alerted true when the evidence reached the threshold with this run
 * @param seed of theta in the growing-reference lane
 */
public record EvidenceStep(
    EvidenceState state,
    LaneEvidence lanes,
    Duration age,
    double logThreshold,
    double threshold,
    double deposit,
    double intervalDeposit,
    boolean alerted,
    long seed) {

  /** The logarithm of the evidence that is compared with the threshold, before any reset. */
  public double logEvidence() {
    return lanes.log();
  }

  /** The evidence in deposits of one run on time. */
  public double evidence() {
    return Math.exp(logEvidence()) / intervalDeposit;
  }
}

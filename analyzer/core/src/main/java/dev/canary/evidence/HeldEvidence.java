package dev.canary.evidence;

import java.time.Duration;
import java.time.Instant;

/**
 * What a watch holds between two runs: all that has to be remembered, and nothing of how.
 *
 * @param baselineDigest the baseline that the evidence speaks against
 * @param numbers the flat state ({@link EvidenceState#toNumbers}); not copied
 * @param countedAt when the last counted run was due
 */
@SuppressWarnings("ArrayRecordComponent") // on its way to and from a store, never compared
public record HeldEvidence(String baselineDigest, double[] numbers, Instant countedAt) {
  /** A run that is due this much before another is still one that was overtaken. */
  private static final Duration LONGEST_RUN = Duration.ofHours(1);

  /**
   * When the last counted run was due, after one more that was due at another instant: the later of
   * both, so that a run which a later one has overtaken counts no time twice. Only when the clock
   * was set back by more than any run takes, time goes on from there.
   */
  public Instant countedAfter(Instant due) {
    boolean overtaken = due.isBefore(countedAt) && due.plus(LONGEST_RUN).isAfter(countedAt);
    return overtaken ? countedAt : due;
  }
}

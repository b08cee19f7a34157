package dev.canary.check;

import dev.canary.baseline.Baseline;
import dev.canary.baseline.SuiteScores;
import dev.canary.stats.ConformalPValue;
import java.util.function.ToDoubleFunction;

/**
 * One suite score of the held-out captures, which that of a run is compared with.
 *
 * @param baseline whose captures they are
 * @param score which of the three
 */
public record HeldOut(Baseline baseline, ToDoubleFunction<SuiteScores> score) {
  /** True when there are captures enough to judge cases that are not bit-stable. */
  public boolean isEnough() {
    return baseline.provenance().captures() >= DeviationCheck.ENOUGH_CAPTURES;
  }

  /** The largest score; 0 without captures. */
  public double largest() {
    return baseline.heldOut().stream().mapToDouble(score).max().orElse(0);
  }

  /** How far a run may score: {@code margin x max(largest, 1)}. */
  public double limit() {
    return DeviationCheck.MARGIN * Math.max(largest(), 1);
  }

  /**
   * The conformal p-value {@code (1 + #{held-out >= now}) / (R + 1)}; where no capture was held
   * out, that of a movement which none of all captures showed.
   */
  public double pValue(double now) {
    double[] heldOut = baseline.heldOut().stream().mapToDouble(score).toArray();
    if (heldOut.length == 0) {
      return now == 0 ? 1 : 1.0 / (baseline.provenance().captures() + 1);
    }
    return ConformalPValue.of(heldOut, now).pValue();
  }
}

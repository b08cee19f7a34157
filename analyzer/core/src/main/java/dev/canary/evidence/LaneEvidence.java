package dev.canary.evidence;

/**
 * The evidence of each lane, as logarithms of weighted M.
 *
 * @param fast of the fast lane
 * @param slow of the slow exceedance lane
 * @param betting of the bounded betting lane
 * @param growing of the strongest score in the growing-reference lane
 */
public record LaneEvidence(double fast, double slow, double betting, double growing) {

  static LaneEvidence of(double[] numbers) {
    double growing = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < Slots.SCORES; i++) {
      growing = Math.max(growing, numbers[Slots.TOTAL_GROWING + i]);
    }
    return new LaneEvidence(
        numbers[Slots.TOTAL_FAST],
        numbers[Slots.TOTAL_SLOW],
        numbers[Slots.TOTAL_BETTING],
        growing);
  }

  /**
   * What is compared with the threshold: the lanes with a fixed reference together, or the growing
   * one, whichever is more.
   */
  public double log() {
    return Math.max(fixed(), growing);
  }

  /** The mean age in counted nanoseconds of what {@link #log} counts, by the numbers it is of. */
  double meanAge(double[] numbers) {
    if (fixed() >= growing) {
      return Cells.meanAge(numbers, Slots.FAST, Slots.GROWING);
    }
    int strongest = 0;
    while (numbers[Slots.TOTAL_GROWING + strongest] < growing) {
      strongest++;
    }
    int cells = Slots.GROWING + strongest * GrowingLane.KAPPAS.length;
    return Cells.meanAge(numbers, cells, cells + GrowingLane.KAPPAS.length);
  }

  /** The lanes with a fixed reference together. */
  private double fixed() {
    return LogSum.of(fast, LogSum.of(slow, betting));
  }
}

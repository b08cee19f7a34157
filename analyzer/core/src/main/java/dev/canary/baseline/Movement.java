package dev.canary.baseline;

/**
 * How far one answer moved from the baseline's centre, each number the largest over its
 * coordinates.
 *
 * @param delta in the output's own units
 * @param share of what the precision class allows; above 1 means beyond the class, infinite where a
 *     number became non-finite or finite, or the class is exact
 * @param score in score coordinates: d of the statistics
 * @param z the score in noise floors; finite, 0 for what has no size
 */
public record Movement(double delta, double share, double score, double z) {
  /** No movement at all. */
  public static final Movement NONE = new Movement(0, 0, 0, 0);

  /** A movement that has no size: text, labels, whole numbers or bits of another length. */
  public static final Movement EXACT = new Movement(Double.NaN, Double.POSITIVE_INFINITY, 0, 0);

  /** True for an answer that is only equal or not: it has no size. */
  public boolean isExact() {
    return Double.isNaN(delta);
  }

  /** True when the precision class cannot explain it. */
  public boolean beyondClass() {
    return share > 1;
  }
}

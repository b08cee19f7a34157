package dev.canary.stats;

/**
 * A sample of numbers, checked and sorted once, to be compared as often as one likes.
 *
 * <p>A baseline that many runs are compared with is sorted when it is loaded; each comparison then
 * costs the sorting of the run's values and one merge. It holds a copy, which nothing changes.
 *
 * <p>Shape: at least one value, in any one unit. The order in which the values came plays no part.
 */
public final class SortedSample {

  private final double[] values;

  private SortedSample(double[] values) {
    this.values = values;
  }

  /**
   * Sorts a copy of the values.
   *
   * @throws IllegalArgumentException if there is no value, or one is NaN or infinite
   */
  public static SortedSample of(double[] values) {
    return of(values, "values");
  }

  static SortedSample of(double[] values, String name) {
    return new SortedSample(Samples.sorted(values, name));
  }

  /** How many values there are. */
  public int size() {
    return values.length;
  }

  /** The values from the smallest to the largest: not a copy, to be read only. */
  double[] values() {
    return values;
  }
}

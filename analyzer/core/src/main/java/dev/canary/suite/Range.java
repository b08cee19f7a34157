package dev.canary.suite;

/** A closed interval of doubles; either end may be infinite. */
public record Range(double low, double high) {
  /**
   * @throws IllegalArgumentException unless low &lt;= high
   */
  public Range {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "a range needs low <= high, found [" + low + ", " + high + "]");
    }
  }

  /** True when low &lt;= value &lt;= high; never for NaN. */
  public boolean contains(double value) {
    return value >= low && value <= high;
  }

  /** The interval as it is written in files, for example {@code [0.0, 1.0]}. */
  @Override
  public String toString() {
    return "[" + low + ", " + high + "]";
  }
}

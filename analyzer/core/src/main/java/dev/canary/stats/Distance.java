package dev.canary.stats;

/**
 * A distance together with the name that makes it a number one can compare.
 *
 * @param name what was computed, with every choice that changes the number: form, log base, floor,
 *     bins
 * @param value not negative and not NaN; infinite only where the measure says so
 */
public record Distance(String name, double value) {

  /**
   * Checks the value.
   *
   * @throws IllegalArgumentException if the value is negative or NaN
   */
  public Distance {
    if (!(value >= 0)) {
      throw new IllegalArgumentException(name + " is " + value + ": a distance is not negative");
    }
  }
}

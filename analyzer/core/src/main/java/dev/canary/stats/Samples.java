package dev.canary.stats;

import java.util.Arrays;

/** The checks that a sample passes before any number is computed from it. */
final class Samples {

  private Samples() {}

  /** Returns a sorted copy; the argument stays as it is. */
  static double[] sorted(double[] values, String name) {
    requireSample(values, name);
    double[] copy = values.clone();
    Arrays.sort(copy);
    return copy;
  }

  /** Refuses an empty array, NaN and infinities, naming argument, index and value. */
  static void requireSample(double[] values, String name) {
    if (values.length == 0) {
      throw new IllegalArgumentException(name + " is empty: a sample needs at least one value");
    }
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException(
            name + "[" + i + "] is " + values[i] + ": samples must be finite");
      }
    }
  }

  static void requireFinite(double value, String name) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " is " + value + ": it must be finite");
    }
  }

  /** Refuses negative and non-finite weights, and weights that are all zero. */
  static void requireWeights(double[] weights, String name) {
    boolean positive = false;
    for (int i = 0; i < weights.length; i++) {
      if (!(weights[i] >= 0 && weights[i] <= Double.MAX_VALUE)) {
        throw new IllegalArgumentException(
            name + "[" + i + "] is " + weights[i] + ": weights must be finite and not negative");
      }
      positive |= weights[i] > 0;
    }
    if (!positive) {
      throw new IllegalArgumentException(name + " holds no positive weight");
    }
  }

  static void requireSameLength(double[] a, String nameA, double[] b, String nameB) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          nameA + " has " + a.length + " values and " + nameB + " has " + b.length);
    }
  }
}

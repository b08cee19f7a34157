package dev.canary.stats;

import java.util.Arrays;

/**
 * The median: the middle value, or the mean of the two middle values.
 *
 * <p>The argument is not modified. Made for many short arrays, such as the five to ten captures of
 * one number; longer ones are sorted.
 *
 * <p>It has no null hypothesis: it describes, in the unit of the values. Source: Hyndman and Fan,
 * "Sample quantiles in statistical packages", The American Statistician 50 (1996), at p = 1/2.
 */
public final class Median {

  private static final int SHORT = 24;

  private Median() {}

  /**
   * Returns the median, in the unit of the values.
   *
   * @throws IllegalArgumentException if the array is empty or holds NaN or an infinity
   */
  public static double of(double[] values) {
    Samples.requireSample(values, "values");
    double[] copy = values.clone();
    if (copy.length <= SHORT) {
      insertionSort(copy);
    } else {
      Arrays.sort(copy);
    }
    int half = copy.length / 2;
    double median = copy.length % 2 == 1 ? copy[half] : middle(copy[half - 1], copy[half]);
    return median + 0.0; // no negative zero, whose place among zeros is a matter of order
  }

  private static double middle(double a, double b) {
    double sum = a + b;
    return Double.isFinite(sum) ? sum / 2 : a / 2 + b / 2;
  }

  private static void insertionSort(double[] values) {
    for (int i = 1; i < values.length; i++) {
      double value = values[i];
      int j = i;
      while (j > 0 && values[j - 1] > value) {
        values[j] = values[j - 1];
        j--;
      }
      values[j] = value;
    }
  }
}

package dev.canary.bench.experiment;

import java.util.Arrays;
import java.util.Comparator;
import org.apache.commons.rng.UniformRandomProvider;

/** The energy test of two heaps of numbers, as drift tools do it: by dealing the pool anew. */
final class EnergyPermutation {
  private static final double ROUNDING = 1e-12;

  private EnergyPermutation() {}

  /** Returns (b + 1) / (draws + 1), where b deals reach the observed distance. */
  static double pValue(double[] x, double[] y, int draws, UniformRandomProvider random) {
    int pooled = x.length + y.length;
    double[] values = Arrays.copyOf(x, pooled);
    System.arraycopy(y, 0, values, x.length, y.length);
    Integer[] order = new Integer[pooled];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
    double[] step = new double[pooled];
    Arrays.setAll(step, k -> order[k] < x.length ? 1.0 / x.length : -1.0 / y.length);
    double[] gap = new double[pooled - 1];
    Arrays.setAll(gap, k -> values[order[k + 1]] - values[order[k]]);
    double threshold = distance(gap, step) * (1 - ROUNDING);
    int reached = 1;
    for (int draw = 0; draw < draws; draw++) {
      shuffle(step, random);
      if (distance(gap, step) >= threshold) {
        reached++;
      }
    }
    return reached / (draws + 1.0);
  }

  /** The integral of (F - G)^2, which is half the squared energy distance. */
  private static double distance(double[] gap, double[] step) {
    double height = 0;
    double sum = 0;
    for (int k = 0; k < gap.length; k++) {
      height += step[k];
      sum += gap[k] * height * height;
    }
    return sum;
  }

  private static void shuffle(double[] values, UniformRandomProvider random) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      double kept = values[i];
      values[i] = values[j];
      values[j] = kept;
    }
  }
}

package dev.canary.stats;

import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * The assignments of signs to the magnitudes of differences, and how many reach the observed sum.
 */
final class SignFlips {

  /** Magnitudes of the non-zero differences, ascending, so that their order plays no part. */
  private final double[] magnitudes;

  private final double observed;

  /** What a sum must reach: the observed one, less the rounding error that both may carry. */
  private final double threshold;

  private SignFlips(double[] magnitudes, double observed, double threshold) {
    this.magnitudes = magnitudes;
    this.observed = observed;
    this.threshold = threshold;
  }

  static SignFlips of(double[] differences) {
    double[] sorted =
        Arrays.stream(differences).filter(d -> d != 0).map(Math::abs).sorted().toArray();
    double up = sortedSum(Arrays.stream(differences).filter(d -> d > 0).toArray());
    double down = sortedSum(Arrays.stream(differences).filter(d -> d < 0).map(d -> -d).toArray());
    Samples.requireFinite(up + down, "the sum of all |differences|");
    double observed = up - down;
    double rounding = 2 * sorted.length * Math.ulp(1.0) * (up + down);
    return new SignFlips(sorted, observed, Math.abs(observed) - rounding);
  }

  /** The sum of the differences. */
  double observed() {
    return observed;
  }

  /** The number of differences that are not zero. */
  int count() {
    return magnitudes.length;
  }

  /** Counts, among all 2^count assignments, those whose sum reaches the observed one. */
  long enumerate() {
    int half = magnitudes.length / 2;
    double[] low = signedSums(Arrays.copyOfRange(magnitudes, 0, half));
    double[] high = signedSums(Arrays.copyOfRange(magnitudes, half, magnitudes.length));
    long reached = 0;
    for (double a : low) {
      for (double b : high) {
        if (Math.abs(a + b) >= threshold) {
          reached++;
        }
      }
    }
    return reached;
  }

  /** Counts, among random assignments, those whose sum reaches the observed one. */
  long draw(int assignments, long seed) {
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
    long reached = 0;
    for (int k = 0; k < assignments; k++) {
      if (Math.abs(randomSum(random)) >= threshold) {
        reached++;
      }
    }
    return reached;
  }

  private double randomSum(UniformRandomProvider random) {
    double sum = 0;
    long bits = 0;
    for (int i = 0; i < magnitudes.length; i++) {
      if (i % Long.SIZE == 0) {
        bits = random.nextLong();
      }
      sum += (1 - 2 * (bits & 1)) * magnitudes[i];
      bits >>>= 1;
    }
    return sum;
  }

  /** Returns the sums under all 2^n assignments of signs. */
  private static double[] signedSums(double[] values) {
    double[] sums = new double[1 << values.length];
    int filled = 1;
    for (double value : values) {
      for (int i = 0; i < filled; i++) {
        sums[filled + i] = sums[i] + value;
        sums[i] -= value;
      }
      filled *= 2;
    }
    return sums;
  }

  private static double sortedSum(double[] values) {
    Arrays.sort(values);
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }
}

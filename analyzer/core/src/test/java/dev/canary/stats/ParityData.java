package dev.canary.stats;

import java.util.Arrays;

/** The seeded pairs that make_paired_parity.py draws, bit for bit. */
final class ParityData {

  private static final double UNIT = 0x1p-53;

  private final double[] x;
  private final double[] y;

  private ParityData(double[] x, double[] y) {
    this.x = x;
    this.y = y;
  }

  static ParityData of(String kind, long seed, int n) {
    double[] x = new double[n];
    double[] y = new double[n];
    long state = seed;
    double[] draws = new double[3];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < draws.length; k++) {
        state += 0x9E3779B97F4A7C15L;
        draws[k] = (mixed(state) >>> 11) * UNIT;
      }
      double[] pair = pair(kind, draws[0], draws[1], draws[2]);
      x[i] = pair[0];
      y[i] = pair[1];
    }
    return new ParityData(x, y);
  }

  double[] x() {
    return x;
  }

  double[] y() {
    return y;
  }

  double[] differences() {
    return Vectors.generate(x.length, i -> x[i] - y[i]);
  }

  /** The differences as rows of so many columns. */
  double[][] rows(int columns) {
    double[] all = differences();
    double[][] rows = new double[all.length / columns][];
    Arrays.setAll(rows, i -> Arrays.copyOfRange(all, i * columns, (i + 1) * columns));
    return rows;
  }

  /** SplitMix64 (Steele, Lea and Flood 2014). */
  private static long mixed(long state) {
    long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  private static double[] pair(String kind, double u, double v, double w) {
    return switch (kind) {
      case "uniform" -> Vectors.values(u, v);
      case "shift" -> Vectors.values(u + .25, v);
      case "far" -> Vectors.values(u + 3, v / 2);
      case "ties" -> Vectors.values(Math.floor(6 * u), Math.floor(6 * v));
      case "zeros" -> Vectors.values(Math.floor(4 * u), Math.floor(4 * (w < .5 ? u : v)));
      case "discrete" -> Vectors.values(Math.floor(40 * u) / 8, Math.floor(32 * v) / 8);
      case "heavy" -> Vectors.values((u - .5) / ((w + .001) * (w + .001)), v);
      case "follows" -> Vectors.values(u, u + (v - .5) / 2);
      case "binary" -> Vectors.values(u < .5 ? 1 : 0, v < .3 ? 1 : 0);
      default -> throw new IllegalArgumentException(kind);
    };
  }
}

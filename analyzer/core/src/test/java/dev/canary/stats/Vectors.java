package dev.canary.stats;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Samples that several tests share, all of them given by whole numbers or by a formula. */
final class Vectors {

  private Vectors() {}

  /** Vector A of vectors.md. */
  static double[] a() {
    return new double[] {38.7, 41.5, 43.8, 44.5, 45.5, 46.0, 47.7, 58.0};
  }

  /** Vector B of vectors.md. */
  static double[] b() {
    return new double[] {39.2, 39.3, 39.7, 41.4, 41.8, 42.9, 43.3, 45.8};
  }

  static double[] values(double... values) {
    return values;
  }

  static double[] generate(int length, IntToDoubleFunction formula) {
    return IntStream.range(0, length).mapToDouble(formula).toArray();
  }

  /** Values and how often each occurs: {@code repeat(2, 3, 5, 1)} is 2, 2, 2, 5. */
  static double[] repeat(int... valuesAndTimes) {
    return IntStream.range(0, valuesAndTimes.length / 2)
        .flatMap(
            i -> IntStream.generate(() -> valuesAndTimes[2 * i]).limit(valuesAndTimes[2 * i + 1]))
        .asDoubleStream()
        .toArray();
  }

  /** Many ties: 200 values out of 13. */
  static double[] tied13() {
    return generate(200, i -> (37 * i + 11 * i * i) % 13);
  }

  /** Many ties: 200 values out of 15. */
  static double[] tied15() {
    return generate(200, i -> (29 * i + 5 * i * i + 2) % 15);
  }

  static double[] shifted(double[] values, double shift) {
    return generate(values.length, i -> values[i] + shift);
  }
}

package dev.canary.measure;

/** The two sides of the pairs that a request gives; x alone stands for differences from 0. */
final class Pairs {
  private Pairs() {}

  static double[] x(Arguments arguments) {
    return arguments.sample(Data.X);
  }

  static double[] y(Arguments arguments) {
    return arguments.has(Data.Y)
        ? arguments.sample(Data.Y)
        : new double[arguments.sample(Data.X).length];
  }
}

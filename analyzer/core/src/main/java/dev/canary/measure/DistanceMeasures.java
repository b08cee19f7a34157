package dev.canary.measure;

import dev.canary.stats.EnergyDistance;
import dev.canary.stats.Wasserstein;
import java.util.Arrays;
import java.util.List;

/** The distances of samples. */
final class DistanceMeasures {
  private static final List<Parameter<?>> WEIGHTS =
      List.of(Parameters.WEIGHTS_X, Parameters.WEIGHTS_Y);

  static final List<Measure> ALL = List.of(wasserstein(), energy());

  private DistanceMeasures() {}

  private static Measure wasserstein() {
    return new Measure(
        "wasserstein",
        List.of("w1", "wasserstein-1", "wasserstein_distance", "emd", "earth-mover"),
        Kind.SAMPLE_DISTANCE,
        "Wasserstein, order 1: how far weight has to be moved to make one sample of the other.",
        WEIGHTS,
        a -> {
          Wasserstein distance = Wasserstein.withDefaults();
          double[] x = a.sample(Data.X);
          double[] y = a.sample(Data.Y);
          return Answer.of(
              weighted(a)
                  ? distance.between(
                      x,
                      weights(a, Parameters.WEIGHTS_X, x),
                      y,
                      weights(a, Parameters.WEIGHTS_Y, y))
                  : distance.between(x, y));
        });
  }

  private static Measure energy() {
    return new Measure(
        "energy",
        List.of("energy-distance", "energy_distance"),
        Kind.SAMPLE_DISTANCE,
        "Energy distance: how much further values of different samples lie apart than of one.",
        List.of(Parameters.ENERGY_FORM, Parameters.WEIGHTS_X, Parameters.WEIGHTS_Y),
        a -> {
          EnergyDistance distance =
              EnergyDistance.withDefaults().with(a.get(Parameters.ENERGY_FORM));
          double[] x = a.sample(Data.X);
          double[] y = a.sample(Data.Y);
          return Answer.of(
              weighted(a)
                  ? distance.between(
                      x,
                      weights(a, Parameters.WEIGHTS_X, x),
                      y,
                      weights(a, Parameters.WEIGHTS_Y, y))
                  : distance.between(x, y));
        });
  }

  private static boolean weighted(Arguments arguments) {
    return WEIGHTS.stream().anyMatch(arguments::has);
  }

  private static double[] weights(
      Arguments arguments, Parameter<double[]> parameter, double[] sample) {
    return arguments
        .find(parameter)
        .orElseGet(
            () -> {
              double[] even = new double[sample.length];
              Arrays.fill(even, 1);
              return even;
            });
  }
}

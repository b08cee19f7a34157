package dev.canary.stats;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The distribution function of a weighted sample: at each of its values it climbs by the value's
 * weight.
 *
 * <p>Weights are kept undivided, so that for counts the difference of two such functions is a
 * quotient of whole numbers, and 0 exactly where it is 0.
 */
final class StepFunction {

  private final double[] values;

  /** The weight of all values up to and including the i-th. */
  private final double[] climbed;

  private StepFunction(double[] values, double[] climbed) {
    this.values = values;
    this.climbed = climbed;
  }

  static StepFunction of(double[] sample, String name, double[] weights, String weightsName) {
    Samples.requireSample(sample, name);
    Samples.requireSameLength(sample, name, weights, weightsName);
    Samples.requireWeights(weights, weightsName);
    int scale = -Math.getExponent(Arrays.stream(weights).max().orElseThrow());
    Weighted[] sorted = new Weighted[sample.length];
    Arrays.setAll(sorted, i -> new Weighted(sample[i] + 0.0, Math.scalb(weights[i], scale)));
    Arrays.sort(sorted, Weighted.ORDER);
    double[] climbed = Arrays.stream(sorted).mapToDouble(Weighted::weight).toArray();
    for (int i = 1; i < climbed.length; i++) {
      climbed[i] += climbed[i - 1];
    }
    return new StepFunction(Arrays.stream(sorted).mapToDouble(Weighted::value).toArray(), climbed);
  }

  /**
   * Integrates a power of |F - G| over the whole line, in the unit of the values; what exceeds the
   * largest double is reported as the largest double.
   */
  static double integrate(StepFunction f, StepFunction g, Power power) {
    CompensatedSum sum = new CompensatedSum();
    int i = 0;
    int j = 0;
    double from = Math.min(f.values[0], g.values[0]);
    while (i < f.values.length && j < g.values.length) {
      double to = Math.min(f.values[i], g.values[j]);
      sum.add(area(from, to, power.of(difference(f, i, g, j))));
      i = f.skip(i, to);
      j = g.skip(j, to);
      from = to;
    }
    StepFunction rest = i < f.values.length ? f : g;
    for (int k = rest == f ? i : j; k < rest.values.length; k++) {
      double to = rest.values[k];
      double missing = (rest.total() - rest.before(k)) / rest.total();
      sum.add(area(from, to, power.of(missing)));
      from = to;
    }
    return sum.value();
  }

  private static double difference(StepFunction f, int i, StepFunction g, int j) {
    double product = f.total() * g.total();
    return Math.abs(f.before(i) * g.total() - g.before(j) * f.total()) / product;
  }

  /** The area of a box, even where its width is beyond the largest double. */
  static double area(double from, double to, double height) {
    if (height == 0 || from == to) {
      return 0;
    }
    double width = to - from;
    return Double.isFinite(width) ? width * height : to * height - from * height;
  }

  private double total() {
    return climbed[climbed.length - 1];
  }

  private double before(int i) {
    return i == 0 ? 0 : climbed[i - 1];
  }

  private int skip(int from, double value) {
    int i = from;
    while (i < values.length && values[i] == value) {
      i++;
    }
    return i;
  }

  /** The power of |F - G| that is integrated. */
  enum Power {
    FIRST,
    SECOND;

    double of(double height) {
      return switch (this) {
        case FIRST -> height;
        case SECOND -> height * height;
      };
    }
  }

  private record Weighted(double value, double weight) {
    static final Comparator<Weighted> ORDER =
        Comparator.comparingDouble(Weighted::value).thenComparingDouble(Weighted::weight);
  }
}

package dev.canary.measure;

import dev.canary.measure.Parameter.Word;
import dev.canary.stats.Bins;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/** Makes histograms and tables of counts from the several things that requests give for them. */
final class Tables {
  static final Parameter<Given> BINS =
      Parameter.data(
              "bins",
              "how many bins to count x and y over, or their inner edges",
              "a whole number, or a list of numbers")
          .orCalled("edges", "nbins", "n_bins");

  static final Parameter<Bins.Rule> BIN_RULE =
      Parameter.word(
              "binRule",
              "where the edges lie, over y",
              new Word<>(Bins.Rule.QUANTILE, "quantile", "quantiles", "equalMass"),
              new Word<>(Bins.Rule.EQUAL_WIDTH, "equal-width", "width", "uniform", "linear"))
          .orCalled("strategy", "binning");

  static final int DEFAULT_BINS = 10;
  private static final int LARGEST_BINS = 1 << 20;

  private Tables() {}

  /** What a measure of tables of counts may be told, with something of its own. */
  static List<Parameter<?>> parametersAnd(Parameter<?> own) {
    return List.of(own, BINS, BIN_RULE);
  }

  /** True for the names of what only samples of numbers need. */
  static boolean isAboutBins(String key) {
    String plain = Parameter.plain(key);
    return BINS.isCalled(plain) || BIN_RULE.isCalled(plain);
  }

  /** True if samples of numbers are given that are to be counted over bins. */
  static boolean areSamples(Arguments arguments) {
    return arguments.has(BINS) || arguments.has(BIN_RULE);
  }

  /** The bins that are asked for, laid out over the reference. */
  static Bins bins(Arguments arguments, double[] reference) {
    Given given = arguments.has(BINS) ? arguments.get(BINS) : new Given.Whole(DEFAULT_BINS);
    if (given instanceof Given.Numbers edges) {
      return Bins.at(edges.values());
    }
    long count = Parameter.whole(BINS.name(), "").read(given);
    if (count > LARGEST_BINS) {
      throw new IllegalArgumentException("bins is " + count + ": at most " + LARGEST_BINS);
    }
    return switch (arguments.get(BIN_RULE)) {
      case EQUAL_WIDTH -> Bins.equalWidth(reference, (int) count);
      case QUANTILE, GIVEN -> Bins.quantile(reference, (int) count);
    };
  }

  /** The rows of weights that are given, or what the samples or texts that are given make. */
  static double[][] weights(Arguments arguments) {
    if (arguments.has(Data.TABLE)) {
      refuse(arguments, Data.X, Data.Y, BINS, BIN_RULE);
      return arguments.rows(Data.TABLE).toArray(double[][]::new);
    }
    Given x = arguments.get(Data.X);
    Given y = arguments.get(Data.Y);
    if (x instanceof Given.Labels now && y instanceof Given.Labels then) {
      refuse(arguments, BINS, BIN_RULE);
      return counts(now.values(), then.values());
    }
    double[] now = arguments.sample(Data.X);
    double[] then = arguments.sample(Data.Y);
    if (areSamples(arguments)) {
      Bins bins = bins(arguments, then);
      return new double[][] {bins.counts(now), bins.counts(then)};
    }
    if (now.length != then.length) {
      throw new IllegalArgumentException(
          "x has %d values and y has %d: without bins, edges or binRule they are two rows of counts"
              .formatted(now.length, then.length));
    }
    return new double[][] {now, then};
  }

  /** The same as whole counts. */
  static long[][] counts(Arguments arguments) {
    double[][] weights = weights(arguments);
    String rows = arguments.has(Data.TABLE) ? "table" : "";
    long[][] counts = new long[weights.length][];
    for (int i = 0; i < weights.length; i++) {
      String row = rows.isEmpty() ? List.of("x", "y").get(i) : rows + "[" + i + "]";
      counts[i] = counts(weights[i], row);
    }
    return counts;
  }

  private static long[] counts(double[] weights, String row) {
    long[] counts = new long[weights.length];
    for (int j = 0; j < weights.length; j++) {
      boolean whole = weights[j] == Math.rint(weights[j]) && Math.abs(weights[j]) <= 0x1p53;
      if (!whole) {
        throw new IllegalArgumentException(
            row + "[" + j + "] is " + weights[j] + ": a count is a whole number");
      }
      counts[j] = (long) weights[j];
    }
    return counts;
  }

  /** How often each text stands in each list, in the order of the alphabet. */
  static double[][] counts(List<String> now, List<String> then) {
    TreeSet<String> sorted = new TreeSet<>(now);
    sorted.addAll(then);
    List<String> labels = List.copyOf(sorted);
    double[][] counts = new double[2][labels.size()];
    now.forEach(label -> counts[0][Collections.binarySearch(labels, label)]++);
    then.forEach(label -> counts[1][Collections.binarySearch(labels, label)]++);
    return counts;
  }

  private static void refuse(Arguments arguments, Parameter<?>... others) {
    Arrays.stream(others)
        .filter(arguments::has)
        .findFirst()
        .ifPresent(
            other -> {
              throw new IllegalArgumentException(
                  other.name() + " is given where there is nothing for it to count");
            });
  }
}

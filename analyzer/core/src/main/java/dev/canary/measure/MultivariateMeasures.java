package dev.canary.measure;

import dev.canary.measure.Parameter.Word;
import dev.canary.stats.MaxStatisticResult;
import dev.canary.stats.MaxStatisticTest;
import dev.canary.stats.MaxStatisticTest.Statistic;
import dev.canary.stats.MaximumMeanDiscrepancyTest;
import dev.canary.stats.MaximumMeanDiscrepancyTest.Form;
import dev.canary.stats.PairedEnergyTest;
import dev.canary.stats.PairedRowsTest;
import dev.canary.stats.SwapResult;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The tests of pairs of rows of numbers. */
final class MultivariateMeasures {
  private static final Parameter<Form> FORM =
      Parameter.word(
              "form",
              "which estimate of the squared discrepancy",
              new Word<>(Form.BIASED, "biased", "v-statistic", "v"),
              new Word<>(Form.UNBIASED, "unbiased", "u-statistic", "u"))
          .orCalled("estimator", "estimate");

  private static final Parameter<Double> BANDWIDTH =
      Parameter.number(
              "bandwidth",
              "the width s of the kernel exp(-d^2 / (2 s^2)); else the median distance")
          .orCalled("sigma", "width", "lengthScale");

  private static final Parameter<Statistic> STATISTIC =
      Parameter.word(
              "statistic",
              "what a column is judged by",
              new Word<>(Statistic.T, "t"),
              new Word<>(Statistic.MEAN, "mean"))
          .orCalled("stat");

  static final List<Measure> ALL = List.of(mmd(), energy(), maxStatistic());

  private MultivariateMeasures() {}

  private static Measure mmd() {
    return new Measure(
        "mmd",
        List.of("maximum-mean-discrepancy", "mmd2", "kernel-two-sample"),
        Kind.PAIRED_ROWS,
        "Maximum mean discrepancy, RBF: did the joint distribution of all numbers of a row change?",
        List.of(FORM, BANDWIDTH, Parameters.ASSIGNMENTS, Parameters.SEED),
        a -> {
          MaximumMeanDiscrepancyTest test =
              MaximumMeanDiscrepancyTest.withDefaults()
                  .with(a.get(FORM))
                  .withAssignments(Parameters.assignments(a))
                  .withSeed(a.get(Parameters.SEED));
          Optional<Double> bandwidth = a.find(BANDWIDTH);
          return answer(bandwidth.isPresent() ? test.withBandwidth(bandwidth.get()) : test, a);
        });
  }

  private static Measure energy() {
    return new Measure(
        "energy-paired",
        List.of("paired-energy", "energy-test"),
        Kind.PAIRED_ROWS,
        "Energy, multivariate: the same question, by distances and without a width.",
        List.of(Parameters.ASSIGNMENTS, Parameters.SEED),
        a ->
            answer(
                PairedEnergyTest.withDefaults()
                    .withAssignments(Parameters.assignments(a))
                    .withSeed(a.get(Parameters.SEED)),
                a));
  }

  private static Measure maxStatistic() {
    return new Measure(
        "max-statistic",
        List.of("max-t", "westfall-young", "maxT"),
        Kind.PAIRED_ROWS,
        "Max-statistic sign flips: which columns moved, when all are looked at?",
        List.of(STATISTIC, Parameters.ASSIGNMENTS, Parameters.SEED),
        a -> {
          MaxStatisticTest test =
              MaxStatisticTest.withDefaults()
                  .with(a.get(STATISTIC))
                  .withAssignments(Parameters.assignments(a))
                  .withSeed(a.get(Parameters.SEED));
          MaxStatisticResult result = test.test(rows(a, Data.X), rows(a, Data.Y));
          return Answer.of("max-statistic sign-flip test", result)
              .withSeed(result.seed())
              .with("statistics", result.statistics())
              .with("pValues", result.pValues());
        });
  }

  private static Answer answer(PairedRowsTest test, Arguments arguments) {
    SwapResult result = test.test(rows(arguments, Data.X), rows(arguments, Data.Y));
    return Answer.of(test.name(), result)
        .withSeed(result.seed())
        .with(BANDWIDTH.name(), result.bandwidth());
  }

  private static double[][] rows(Arguments arguments, Parameter<Given> parameter) {
    return arguments.get(parameter) instanceof Given.Rows
        ? arguments.rows(parameter).toArray(double[][]::new)
        : Arrays.stream(arguments.sample(parameter))
            .mapToObj(value -> new double[] {value})
            .toArray(double[][]::new);
  }
}

package dev.canary.check;

import dev.canary.baseline.Baseline;
import dev.canary.baseline.OutputReference;
import dev.canary.baseline.Pair;
import dev.canary.baseline.Pairing;
import dev.canary.baseline.Rows;
import dev.canary.stats.Bins;
import dev.canary.stats.Distance;
import dev.canary.stats.EnergyDistance;
import dev.canary.stats.JensenShannon;
import dev.canary.stats.KolmogorovSmirnovTest;
import dev.canary.stats.PopulationStabilityIndex;
import dev.canary.stats.Significance;
import dev.canary.stats.Wasserstein;
import dev.canary.suite.OutputSpec;
import dev.canary.target.Output;
import dev.canary.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How did the outputs move as a whole? Two-sample distances between the baseline's answers and the
 * run's, for people who read them; they decide nothing.
 *
 * <p>They are computed on one scalar per case: the score of the baseline's top class, or each
 * column of a value vector up to {@value #COLUMNS}. They are blind to permuted predictions and to a
 * few broken cases, which is why the paired checks decide.
 */
public final class DistributionCheck implements Check {
  static final String NAME = "distribution";

  /** How many columns of a value vector are described. */
  static final int COLUMNS = 16;

  private static final int BINS = 10;

  @Override
  public List<Finding> evaluate(Comparison comparison) {
    if (comparison.pairing().isEmpty()) {
      return List.of();
    }
    Pairing pairing = comparison.pairing().get();
    Baseline baseline = comparison.baseline().orElseThrow();
    List<Finding> findings = new ArrayList<>();
    for (Map.Entry<String, List<Pair>> output : pairing.outputs().entrySet()) {
      OutputReference reference = baseline.output(output.getKey());
      OutputSpec spec = comparison.suite().specOf(output.getKey()).orElseThrow();
      for (Sample sample :
          samples(comparison, output.getKey(), spec, reference, output.getValue())) {
        findings.addAll(sample.describe());
      }
    }
    return findings;
  }

  private static List<Sample> samples(
      Comparison comparison,
      String name,
      OutputSpec spec,
      OutputReference reference,
      List<Pair> pairs) {
    if (pairs.isEmpty() || !isNumeric(spec, reference, pairs)) {
      return List.of();
    }
    boolean ranked = spec.kind().ranksClasses();
    int columns = ranked ? 1 : Math.min(COLUMNS, smallestRow(reference, pairs));
    List<Sample> samples = new ArrayList<>();
    List<Optional<Output>> answers = comparison.aligned();
    for (int column = 0; column < columns; column++) {
      Sample sample = new Sample(ranked || columns == 1 ? name : name + "[" + column + "]");
      for (Pair pair : pairs) {
        Tensor before = reference.centre().get(pair.position()).orElseThrow();
        Tensor now = answers.get(pair.position()).orElseThrow().tensors().get(name);
        int at = ranked ? top(before) : column;
        if (now != null && before.size() > at) {
          sample.add(before.doubleAt(at), now.doubleAt(at));
        }
      }
      samples.add(sample);
    }
    return samples;
  }

  private static boolean isNumeric(OutputSpec spec, OutputReference reference, List<Pair> pairs) {
    return reference
        .centre()
        .get(pairs.get(0).position())
        .filter(centre -> Rows.isNumeric(spec, centre))
        .isPresent();
  }

  private static int smallestRow(OutputReference reference, List<Pair> pairs) {
    return pairs.stream()
        .mapToInt(pair -> Rows.width(reference.centre().get(pair.position()).orElseThrow()))
        .min()
        .orElse(0);
  }

  /** The position of the largest score in the first row. */
  private static int top(Tensor centre) {
    double[] values = centre.toDoubles();
    int best = 0;
    int width = Math.min(Rows.width(centre), values.length);
    for (int i = 1; i < width; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }

  /** One scalar per case, before and now; only the pairs in which both are finite. */
  private static final class Sample {
    private final String name;
    private final List<Double> before = new ArrayList<>();
    private final List<Double> now = new ArrayList<>();

    Sample(String name) {
      this.name = name;
    }

    void add(double old, double current) {
      if (Double.isFinite(old) && Double.isFinite(current)) {
        before.add(old);
        now.add(current);
      }
    }

    List<Finding> describe() {
      if (before.isEmpty()) {
        return List.of();
      }
      double[] x = before.stream().mapToDouble(Double::doubleValue).toArray();
      double[] y = now.stream().mapToDouble(Double::doubleValue).toArray();
      Significance ks = KolmogorovSmirnovTest.withDefaults().test(x, y);
      Bins bins = Bins.quantile(x, BINS);
      double[] old = bins.counts(x);
      double[] current = bins.counts(y);
      return List.of(
          described("ks", "Kolmogorov-Smirnov, " + ks.method(), ks.statistic())
              .withPValue(ks.pValue()),
          described("psi", PopulationStabilityIndex.withDefaults().between(old, current), bins),
          described("js", JensenShannon.withDefaults().between(old, current), bins),
          described("wasserstein", Wasserstein.withDefaults().between(x, y)),
          described("energy", EnergyDistance.withDefaults().between(x, y)));
    }

    private Finding described(String metric, Distance distance, Bins bins) {
      return described(metric, distance.name() + ", " + bins.name(), distance.value());
    }

    private Finding described(String metric, Distance distance) {
      return described(metric, distance.name(), distance.value());
    }

    private Finding described(String metric, String formula, double value) {
      return Finding.held(
              NAME + "." + metric,
              Decides.NOTHING,
              "%s of %s over %d cases".formatted(formula, name, before.size()))
          .measured(value);
    }
  }
}

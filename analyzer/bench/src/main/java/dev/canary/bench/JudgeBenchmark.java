package dev.canary.bench;

import dev.canary.baseline.Baseline;
import dev.canary.baseline.Capture;
import dev.canary.baseline.CaptureException;
import dev.canary.baseline.Captures;
import dev.canary.baseline.Provenance;
import dev.canary.baseline.Reference;
import dev.canary.check.Checks;
import dev.canary.check.Finding;
import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.stats.KolmogorovSmirnovTest;
import dev.canary.suite.Case;
import dev.canary.suite.Input;
import dev.canary.suite.OutputKind;
import dev.canary.suite.OutputSpec;
import dev.canary.suite.Suite;
import dev.canary.suite.TargetSpec;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Output;
import dev.canary.target.Platform;
import dev.canary.tensor.Tensor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What judging one run costs, all built-in checks, once everything is in memory; beside it what
 * most people do instead: allclose over all numbers and Kolmogorov-Smirnov on the top class.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class JudgeBenchmark {
  private static final int CAPTURES = 26;

  @Param({"32x2", "4096x10", "4096x1000"})
  String size = "32x2";

  @Param({"IDENTICAL", "NUMERIC_NOISE", "SCATTERED", "CLASSES_PERMUTED", "CASES_PERMUTED"})
  Change change = Change.IDENTICAL;

  /** Whether the captures repeat every bit. */
  @Param({"STABLE", "NOISY"})
  Model model = Model.STABLE;

  private Suite suite = suite(1);
  private Reference reference = new Reference.Absent("", "");
  private Run run = run(suite, i -> Output.of("out", Tensor.ofFloats(new int[] {1}, 0)));
  private float[][] before = {};
  private float[][] now = {};

  /** What happened to the model. */
  public enum Change {
    IDENTICAL,
    NUMERIC_NOISE,
    SCATTERED,
    CLASSES_PERMUTED,
    CASES_PERMUTED
  }

  /** How the captures were. */
  public enum Model {
    STABLE,
    NOISY
  }

  /** Makes baseline and run. */
  @Setup
  public void setup() throws CaptureException {
    String[] shape = size.split("x", -1);
    int cases = Integer.parseInt(shape[0]);
    int classes = Integer.parseInt(shape[1]);
    Random random = new Random(42);
    suite = suite(cases);
    before = new float[cases][];
    now = new float[cases][];
    for (int i = 0; i < cases; i++) {
      before[i] = softmax(random, classes);
    }
    for (int i = 0; i < cases; i++) {
      now[i] = changed(i, random);
    }
    reference = new Reference.Approved(baseline(random));
    run = run(suite, i -> output(now[i]));
  }

  private Baseline baseline(Random random) throws CaptureException {
    List<Capture> captures = new ArrayList<>();
    for (int c = 0; c < CAPTURES; c++) {
      captures.add(
          new Capture(
              c % 2,
              run(
                  suite,
                  i ->
                      output(
                          model == Model.STABLE
                              ? before[i]
                              : scattered(before[i], 1e-4, random)))));
    }
    Instant noon = Instant.parse("2026-01-02T12:00:00Z");
    return Captures.toBaseline(
        suite, captures, new Provenance(noon, noon, "", "", "", 7, CAPTURES, 2));
  }

  private float[] changed(int i, Random random) {
    float[] row = before[i];
    return switch (change) {
      case IDENTICAL -> row;
      case NUMERIC_NOISE -> scattered(row, 1e-7, random);
      case SCATTERED -> scattered(row, 1e-1, random);
      case CLASSES_PERMUTED -> turned(row);
      case CASES_PERMUTED -> before[(i + 1) % before.length];
    };
  }

  private static float[] turned(float[] row) {
    float[] turned = new float[row.length];
    for (int c = 0; c < row.length; c++) {
      turned[c] = row[(c + 7) % row.length];
    }
    return turned;
  }

  private static float[] scattered(float[] row, double size, Random random) {
    float[] moved = new float[row.length];
    for (int c = 0; c < row.length; c++) {
      moved[c] = (float) (row[c] * (1 + size * random.nextGaussian()));
    }
    return moved;
  }

  private static float[] softmax(Random random, int classes) {
    double[] powers =
        IntStream.range(0, classes).mapToDouble(c -> Math.exp(2 * random.nextGaussian())).toArray();
    double sum = 0;
    for (double power : powers) {
      sum += power;
    }
    float[] row = new float[classes];
    for (int c = 0; c < classes; c++) {
      row[c] = (float) (powers[c] / sum);
    }
    return row;
  }

  private static Output output(float[] row) {
    return Output.of("out", Tensor.ofFloats(new int[] {1, row.length}, row));
  }

  private static Suite suite(int cases) {
    return new Suite(
        "bench",
        "",
        TargetSpec.of("none", Path.of("none")),
        OutputSpec.of(OutputKind.PROBABILITIES),
        Map.of(),
        IntStream.range(0, cases).mapToObj(i -> Case.of("c" + i, Input.of(Map.of()))).toList(),
        CAPTURES,
        Optional.empty(),
        false,
        "");
  }

  private static Run run(Suite suite, java.util.function.IntFunction<Output> answers) {
    ModelIdentity identity =
        new ModelIdentity(
            "bench",
            Optional.of("1"),
            Optional.empty(),
            Optional.empty(),
            "none",
            "1",
            Optional.of(new Platform("", "", "", "")),
            Map.of());
    List<Observation> observations =
        IntStream.range(0, suite.cases().size())
            .<Observation>mapToObj(
                i -> new Observation.Answered(suite.cases().get(i).id(), answers.apply(i), 1000))
            .toList();
    return new Run(suite.name(), identity, Instant.EPOCH, Duration.ZERO, observations);
  }

  /** All built-in checks. */
  @Benchmark
  public List<Finding> judge() {
    return Checks.standard().evaluate(suite, reference, run);
  }

  /**
   * The peer: |now - before| &lt;= 1e-5 + 1e-5 |before| for all numbers, and KS on one of each row.
   */
  @Benchmark
  public double allcloseAndKs() {
    int apart = 0;
    double[] x = new double[before.length];
    double[] y = new double[before.length];
    for (int i = 0; i < before.length; i++) {
      int top = 0;
      for (int c = 0; c < before[i].length; c++) {
        double delta = Math.abs((double) now[i][c] - before[i][c]);
        apart += delta <= 1e-5 + 1e-5 * Math.abs(before[i][c]) ? 0 : 1;
        top = before[i][c] > before[i][top] ? c : top;
      }
      x[i] = before[i][top];
      y[i] = now[i][top];
    }
    return apart + KolmogorovSmirnovTest.withDefaults().test(x, y).pValue();
  }
}

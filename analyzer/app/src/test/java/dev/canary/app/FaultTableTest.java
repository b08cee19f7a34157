package dev.canary.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Faults that distances between heaps of predictions call healthy, on 200 recorded predictions of a
 * file that a batch system would write, through the commands.
 */
class FaultTableTest {
  private static final int CASES = 200;

  @TempDir Path folder = Path.of("");
  private final double[] trusted = beta();

  @BeforeEach
  void captureAndApprove() {
    workspace().suite("loans", CASES).answers("loans", trusted);
    Cli canary = new Cli(folder);
    assertThat(canary.run("capture").exitCode()).isZero();
    assertThat(canary.run("approve", "loans").exitCode()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "permuted across inputs, 1, PREPROCESSING",
    "labels swapped,         1, LABELS_PERMUTED",
    "5 % of rows flipped,    1, LOCALISED",
    "one row broken,         1, LOCALISED",
    "bias of 0.005,          1, SHIFTED",
    "quantised to 1/64,      1, QUANTISED",
    "40 % NaN,               2, NON_FINITE"
  })
  void everyFaultIsFoundAndNamed(String fault, int exitCode, String cause) {
    workspace().answers("loans", faulty(fault));

    Cli.Answer answer = new Cli(folder).run("run", "--output", "json");

    assertThat(answer.exitCode()).as(answer.out() + answer.err()).isEqualTo(exitCode);
    assertThat(RunLine.of(answer).causes()).contains(cause);
  }

  @Test
  void identicalOutputsAreNoFinding() {
    Cli.Answer answer = new Cli(folder).run("run", "--output", "json");

    RunLine run = RunLine.of(answer);
    assertThat(answer.exitCode()).isZero();
    assertThat(run.verdict()).isEqualTo("HEALTHY");
    assertThat(run.finding("deviation.max").number("pValue")).isEqualTo(1);
    assertThat(run.findings("distribution.ks"))
        .isNotEmpty()
        .allSatisfy(ks -> assertThat(ks.number("pValue")).isEqualTo(1));
    assertThat(run.json()).doesNotContain("DEVIATED").doesNotContain("INCONCLUSIVE");
  }

  @Test
  void aJitterInsideTheClassIsNoise() {
    Random random = new Random(5);
    workspace()
        .answers(
            "loans", Arrays.stream(trusted).map(p -> p + 1e-6 * random.nextGaussian()).toArray());

    Cli.Answer answer = new Cli(folder).run("run", "--output", "json");

    assertThat(answer.exitCode()).isZero();
    assertThat(RunLine.of(answer).finding("deviation.bits").cause()).isEqualTo("NUMERIC_NOISE");
  }

  private RecordedWorkspace workspace() {
    return new RecordedWorkspace(folder, "kafka: none\n");
  }

  private double[] faulty(String fault) {
    double[] p = trusted.clone();
    Random random = new Random(3);
    return switch (fault) {
      case "permuted across inputs" -> permuted(p, random);
      case "labels swapped" -> map(p, i -> 1 - p[i]);
      case "5 % of rows flipped" -> map(p, i -> i % 20 == 7 ? 1 - p[i] : p[i]);
      case "one row broken" -> map(p, i -> i == 123 ? (p[i] > 0.5 ? 0.02 : 0.98) : p[i]);
      case "bias of 0.005" -> map(p, i -> p[i] + 0.005);
      case "quantised to 1/64" -> map(p, i -> Math.rint(p[i] * 64) / 64);
      case "40 % NaN" -> map(p, i -> i % 5 < 2 ? Double.NaN : p[i]);
      default -> throw new IllegalArgumentException(fault);
    };
  }

  private static double[] map(double[] p, IntToDoubleFunction change) {
    return IntStream.range(0, p.length).mapToDouble(change).toArray();
  }

  private static double[] permuted(double[] p, Random random) {
    for (int i = p.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      double other = p[i];
      p[i] = p[j];
      p[j] = other;
    }
    return p;
  }

  /** Beta(2, 2): the median of three uniform numbers, here with six decimals. */
  private static double[] beta() {
    Random random = new Random(7);
    return IntStream.range(0, CASES)
        .mapToDouble(
            i -> {
              double[] three = {random.nextDouble(), random.nextDouble(), random.nextDouble()};
              Arrays.sort(three);
              return Double.parseDouble(String.format(Locale.ROOT, "%.6f", 0.01 + 0.98 * three[1]));
            })
        .toArray();
  }
}

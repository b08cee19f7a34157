package dev.canary.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.canary.baseline.Baseline;
import dev.canary.given.Given;
import dev.canary.given.Given.Judged;
import dev.canary.suite.OutputKind;
import dev.canary.suite.Precision;
import dev.canary.suite.Suite;
import dev.canary.target.ModelIdentity;
import dev.canary.verdict.Verdict;
import dev.canary.verdict.Verdict.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Recorded predictions of real models, where the material stands beside the repository. */
class RealPairsTest {

  private static final ModelIdentity CPU = Given.model("1", Optional.empty(), Optional.of("cpu"));
  private static final ModelIdentity GPU = Given.model("1", Optional.empty(), Optional.of("gpu"));

  private static Path recorded(String file) {
    Optional<Path> found =
        Stream.iterate(Path.of("").toAbsolutePath(), p -> p != null, Path::getParent)
            .flatMap(p -> Stream.of(p, p.resolve("..")))
            .map(p -> p.resolve("shared/realdata/recorded").resolve(file).normalize())
            .filter(Files::isRegularFile)
            .findFirst();
    assumeTrue(found.isPresent(), "shared/realdata stands beside the repository");
    return found.orElseThrow();
  }

  private static double[][] rows(String file) throws IOException {
    return Files.readAllLines(recorded(file)).stream()
        .skip(1)
        .filter(line -> !line.isBlank())
        .map(line -> Arrays.stream(line.split(",", -1)).mapToDouble(Double::parseDouble).toArray())
        .toArray(double[][]::new);
  }

  /** One case, the fish, with a thousand classes. */
  private static Judged fish(Precision precision, String before, String now) throws IOException {
    double[] trusted = Arrays.stream(rows(before)).mapToDouble(row -> row[1]).toArray();
    double[] answered = Arrays.stream(rows(now)).mapToDouble(row -> row[1]).toArray();
    Suite suite =
        Given.suite(Given.deterministic(OutputKind.PROBABILITIES, precision), Given.cases(1));
    Baseline baseline = Given.baseline(suite, CPU, 1, (c, i) -> Given.row(trusted));
    return Judged.of(suite, baseline, Given.run(suite, GPU, i -> Given.row(answered)));
  }

  @Test
  void squeezenetOnAGpuIsNumericNoise() throws IOException {
    Judged judged =
        fish(Precision.FP32, "squeezenet_fp32_fish_cpu.csv", "squeezenet_fp32_fish_gpu.csv");

    assertThat(judged.verdict().level()).isEqualTo(Level.HEALTHY);
    Finding bits = judged.finding(DeviationCheck.BITS);
    assertThat(bits.cause()).contains(Cause.NUMERIC_NOISE);
    assertThat(bits.severity()).isEqualTo(Severity.INFO);
    assertThat(bits.statistic().orElseThrow()).isLessThan(1);
  }

  @Test
  void squeezenetInHalfPrecisionIsDriftUnderFp32AndNoiseUnderFp16() throws IOException {
    String full = "squeezenet_fp32_fish_cpu.csv";
    String half = "squeezenet_fp16_fish_cpu.csv";
    Judged strict = fish(Precision.FP32, full, half);
    Judged declared = fish(Precision.FP16, full, half);

    assertThat(strict.verdict())
        .isEqualTo(new Verdict(Level.DRIFTED, List.of(Cause.NUMERIC_NOISE)));
    assertThat(declared.verdict().level()).isEqualTo(Level.HEALTHY);
    assertThat(declared.finding(DeviationCheck.BITS).cause()).contains(Cause.NUMERIC_NOISE);
    assertThat(strict.finding(LabelCheck.NAME).statistic()).hasValue(0);
  }

  @Test
  void anotherModelOfTheSamePeopleHasDriftedWithEveryLabelChangeNamed() throws IOException {
    double[][] gbdt = rows("adult_test_gbdt.csv");
    double[][] forest = rows("adult_test_rf.csv");
    Suite suite =
        Given.suite(
            Given.deterministic(OutputKind.PROBABILITIES, Precision.FP32),
            Given.cases(gbdt.length));
    Baseline baseline = Given.baseline(suite, Given.recorded(), 1, (c, i) -> Given.row(gbdt[i]));
    Judged judged =
        Judged.of(suite, baseline, Given.run(suite, Given.recorded(), i -> Given.row(forest[i])));

    assertThat(gbdt).hasNumberOfRows(9769);
    assertThat(judged.verdict())
        .isEqualTo(new Verdict(Level.DRIFTED, List.of(Cause.VERSION_CHANGE)));
    Finding labels = judged.finding(LabelCheck.NAME);
    assertThat(labels.statistic()).hasValue(405);
    assertThat(labels.outcome()).isEqualTo(Outcome.DEVIATED);
    assertThat(labels.cases()).hasSize(405).allMatch(c -> c.note().contains(" -> "));
    assertThat(judged.finding(DeviationCheck.CLASS).reason())
        .contains("platform unknown", "as another model answers", "rank correlation 0.96");
  }
}

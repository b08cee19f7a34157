package dev.canary.app.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.app.Cli;
import dev.canary.app.RunLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Predictions of real pairs of models, of which it is known how they differ. */
class RecordedPairsTest {
  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @CsvSource({
    "fp32_fish_cpu, fp32_fish_gpu, fp32, HEALTHY, NUMERIC_NOISE, 0",
    "fp32_fish_cpu, fp16_fish_cpu, fp32, DRIFTED, '',            1",
    "fp32_fish_cpu, fp16_fish_cpu, fp16, HEALTHY, NUMERIC_NOISE, 0",
    "fp16_fish_cpu, fp16_fish_gpu, fp32, DRIFTED, '',            1",
    "fp16_fish_cpu, fp16_fish_gpu, fp16, HEALTHY, NUMERIC_NOISE, 0"
  })
  void anotherDeviceIsNoiseAndAnotherPrecisionIsDriftUnlessDeclared(
      String before, String now, String precision, String verdict, String noted, int exitCode)
      throws IOException {
    Cli canary =
        suite(
            "layout: one-case",
            "{kind: probabilities, precision: %s, deterministic: true}".formatted(precision),
            List.of("fish"));
    answers("recorded/squeezenet_" + before + ".csv");
    captureAndApprove(canary);
    answers("recorded/squeezenet_" + now + ".csv");

    Cli.Answer answer = canary.run("run", "--output", "json");

    RunLine run = RunLine.of(answer);
    assertThat(run.verdict()).isEqualTo(verdict);
    assertThat(answer.exitCode()).isEqualTo(exitCode);
    if (!noted.isEmpty()) {
      assertThat(run.finding("deviation.bits").cause()).isEqualTo(noted);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "output: {kind: probabilities, deterministic: true}\ncapture: {repeats: 1}",
        "output: {kind: probabilities}\ncapture: {repeats: 26}"
      })
  void twoModelsOnTheSameRowsDifferInTheLabelsOf405OfThem(String declared) throws IOException {
    List<String> rows = IntStream.range(0, 9769).mapToObj(Integer::toString).toList();
    Cli canary = suite("idFrom: row", declared.substring("output: ".length()), rows);
    answers("recorded/adult_test_gbdt.csv");
    captureAndApprove(canary);
    assertThat(canary.run("run").exitCode()).isZero();
    answers("recorded/adult_test_rf.csv");

    Cli.Answer answer = canary.run("run", "--output", "json");

    RunLine run = RunLine.of(answer);
    assertThat(run.verdict()).isEqualTo("DRIFTED");
    assertThat(answer.exitCode()).isEqualTo(1);
    RunLine.Found labels = run.finding("labels");
    assertThat(labels.number("statistic")).isEqualTo(405);
    assertThat(labels.cases().distinct()).hasSize(405);
    assertThat(labels.json()).contains("<=50K -> >50K").contains(">50K -> <=50K");
  }

  /** A suite over recorded answers. */
  private Cli suite(String target, String output, List<String> ids) throws IOException {
    Path suite = RealWorkspace.at(folder).suite("pair");
    Files.createDirectories(suite);
    Files.writeString(
        suite.resolve("suite.yaml"),
        """
        suite: pair
        target: {type: recorded, model: answers.csv, version: "1", %s}
        output: %s
        """
            .formatted(target, output));
    StringBuilder cases = new StringBuilder();
    ids.forEach(id -> cases.append("{\"id\":\"").append(id).append("\"}\n"));
    Files.writeString(suite.resolve("cases.jsonl"), cases);
    return new Cli(folder);
  }

  private void answers(String file) throws IOException {
    Files.copy(
        RealData.file(file),
        folder.resolve("canaries/pair/answers.csv"),
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static void captureAndApprove(Cli canary) {
    assertThat(canary.run("capture", "pair").exitCode()).isZero();
    assertThat(canary.run("approve", "pair").exitCode()).isZero();
  }
}

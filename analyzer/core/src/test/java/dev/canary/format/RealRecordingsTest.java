package dev.canary.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.canary.format.recorded.RecordedProvider;
import dev.canary.suite.Case;
import dev.canary.suite.Suite;
import dev.canary.target.Output;
import dev.canary.target.Target;
import dev.canary.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recorded predictions made by others, where the material stands beside the repository. */
class RealRecordingsTest {
  private static final int ROWS = 9769;

  @TempDir private Path root = Path.of("");

  /** A suite over a copy of a recorded file. */
  private Suite suite(String file, String options, String cases) throws Exception {
    Path source =
        Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
            .map(folder -> folder.resolve("shared/realdata/recorded").resolve(file))
            .filter(Files::isRegularFile)
            .findFirst()
            .orElse(Path.of(file));
    assumeTrue(Files.exists(source), "no shared/realdata beside the repository");
    String yaml =
        """
        suite: credit-risk
        target: {type: recorded, model: %s, %s}
        output: {kind: probabilities}
        """;
    Path folder = Folders.suite(root, yaml.formatted(file, options), cases);
    Files.copy(source, folder.resolve(file));
    return Suites.load(folder).suite();
  }

  @ParameterizedTest
  @ValueSource(strings = {"adult_test_gbdt.csv", "adult_test_rf.csv"})
  void theRowsOfATableAreAnswersToCasesByTheirNumber(String file) throws Exception {
    String cases =
        IntStream.range(0, ROWS)
            .mapToObj("{\"id\": \"%d\"}\n"::formatted)
            .collect(Collectors.joining());
    Suite suite = suite(file, "idFrom: row", cases);

    try (Target target = new RecordedProvider().open(suite.target())) {
      for (Case golden : suite.cases()) {
        Output output = target.predict(golden);
        double[] row = output.tensors().getOrDefault("output", none()).toDoubles();
        assertThat(row[0] + row[1]).isBetween(0.99999, 1.00001);
        assertThat(output.classes().get("output")).containsExactly("<=50K", ">50K");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fp32_fish_cpu", "fp32_fish_gpu", "fp16_fish_cpu", "fp16_fish_gpu"})
  void aTableOfIndexAndValueIsTheAnswerToOneCase(String file) throws Exception {
    Suite suite =
        suite("squeezenet_" + file + ".csv", "layout: one-case, platform: GPU", Folders.CASE);

    try (Target target = new RecordedProvider().open(suite.target())) {
      Output output = target.predict(suite.cases().get(0));
      double[] scores = output.tensors().getOrDefault("output", none()).toDoubles();
      assertThat(scores).hasSize(1000);
      assertThat(scores[0]).isBetween(0.7377, 0.7386);
      assertThat(target.identity().platform().orElseThrow().cpu()).isEqualTo("GPU");
    }
  }

  @Test
  void aLineOfManyNumbersIsTheAnswerToOneCase() throws Exception {
    Suite suite = suite("fish_input.csv", "layout: one-case", Folders.CASE);

    try (Target target = new RecordedProvider().open(suite.target())) {
      Output output = target.predict(suite.cases().get(0));
      assertThat(output.tensors().getOrDefault("output", none()).size()).isGreaterThan(1000);
    }
  }

  private static Tensor none() {
    return Tensor.ofDoubles(new int[] {0});
  }
}

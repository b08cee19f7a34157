package dev.canary.app.init;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.app.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code canary init} on the model files of this repository's own suites. */
@Timeout(180)
class InitCommandTest {
  private static final Path SUITES = Path.of("../../canaries").toAbsolutePath().normalize();

  private final Path root;
  private final Cli cli;

  InitCommandTest(@TempDir Path root) {
    this.root = root;
    this.cli = new Cli(root);
  }

  @ParameterizedTest
  @CsvSource({
    "house-price/model.onnx, '', kind: values",
    "credit-risk/model.tribuo, '', kind: probabilities",
    "digits/model.pt, 'pixels=fp32[1,1,28,28]', kind: logits"
  })
  void aFileBecomesASuiteThatIsCapturedAndHealthyWithoutAnEdit(
      String model, String input, String kind) throws Exception {
    List<String> words = new ArrayList<>(List.of("init", SUITES.resolve(model).toString()));
    words.addAll(List.of("--name", "mine"));
    if (!input.isEmpty()) {
      words.addAll(List.of("--input", input));
    }
    run(0, words.toArray(String[]::new));
    Path suite = root.resolve("canaries/mine/suite.yaml");
    assertThat(Files.readString(suite)).contains(kind);
    assertThat(Files.readString(suite.resolveSibling("cases.jsonl")))
        .contains("\"id\":\"zeros\"", "\"tags\":[\"random\",\"smoke\"]");
    run(0, "capture", "mine", "--repeats", "6");
    run(0, "approve", "mine", "--reason", "trained");
    Files.writeString(root.resolve("canaries/canary.yaml"), "kafka: none\n");
    assertThat(run(0, "run", "mine").out()).contains("HEALTHY");
  }

  @Test
  void nothingIsOverwritten() throws Exception {
    String model = SUITES.resolve("house-price/model.onnx").toString();
    Path suite = Files.createDirectories(root.resolve("canaries/prices"));
    Files.writeString(suite.resolve("notes"), "mine");
    assertThat(run(3, "init", model, "--name", "prices").err())
        .contains("exists, and nothing is overwritten; choose another name with --name");
    try (var files = Files.list(suite)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void whatTorchScriptDoesNotTellIsAskedForAndNoTraceIsLeft() throws IOException {
    String model = SUITES.resolve("digits/model.pt").toString();
    assertThat(run(3, "init", model, "--name", "mine").err())
        .contains("does not tell type and shape of its input", "--input");
    assertThat(root.resolve("canaries/mine")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "init missing.onnx, is no file; name a model's file",
    "init http://127.0.0.1:1, cannot be reached",
    "init ftp://127.0.0.1:1/x, no address as in http://host:8000",
    "init grpc://127.0.0.1:1/x, does not answer",
    "probe http://127.0.0.1:1, cannot be reached",
    "probe grpc://127.0.0.1:1, cannot be reached",
    "probe model.onnx, for a model's file",
    "probe http://127.0.0.1:1 --set x, --set is not of the form KEY=VALUE",
    "probe http://127.0.0.1:1 --set colour=red, colour",
    "probe http://127.0.0.1:1 --set auth.bearer=abcdef, its value is hidden"
  })
  void whatCannotWorkIsSaidInOneLine(String words, String said) {
    Cli.Answer answer = run(3, words.split(" "));
    assertThat(answer.err().strip()).contains(said).doesNotContain("\n", "abcdef", "unexpected");
    assertThat(root.resolve("canaries")).doesNotExist();
  }

  private Cli.Answer run(int exitCode, String... words) {
    Cli.Answer answer = cli.run(words);
    assertThat(answer.exitCode()).as(answer.err() + answer.out()).isEqualTo(exitCode);
    return answer;
  }
}

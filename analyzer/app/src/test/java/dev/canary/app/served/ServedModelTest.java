package dev.canary.app.served;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.server.ModelServer;
import dev.canary.server.ServedModel;
import dev.canary.server.ServerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server does while it is captured and run. */
@Timeout(120)
class ServedModelTest {
  private static final String IDENTICAL = "every answer is bit-identical";

  private final ServedSuite suite;

  ServedModelTest(@TempDir Path root) {
    this.suite = new ServedSuite(root);
  }

  @Test
  void anotherVersionIsNoDrift() throws Exception {
    try (ModelServer server = ServedSuite.server()) {
      suite.at(server).settings("").trust();
      server.swap(ServedModel.of(ServedSuite.SUITE, "2", Samples.HOUSE_PRICE));
      assertThat(suite.run(3, "run").out())
          .contains("INCONCLUSIVE", "VERSION_CHANGE", "2", "canary capture house-price");
    }
  }

  @Test
  void aModelThatIsNotReadyIsNotCaptured() throws Exception {
    try (ModelServer server =
        ModelServer.start(
            ServerOptions.serving(ServedSuite.trained()).notReady(Duration.ofHours(1)).build())) {
      suite.at(server).settings("");
      assertThat(suite.run(3, "capture").err()).contains("not ready", "capture again");
      server.becomeReady();
      suite.run(0, "capture");
    }
  }

  @Test
  void answersFromACacheAreNotCaptured() throws Exception {
    try (ModelServer server =
        ModelServer.start(
            ServerOptions.serving(ServedSuite.trained()).cachedAnswers(100).build())) {
      suite.at(server).settings("");
      assertThat(suite.run(3, "capture").err()).contains("CACHED", "nonce", "capture again");
    }
  }

  @Test
  void severalCasesAtOnceGiveTheSameAnswers() throws Exception {
    try (ModelServer server = ServedSuite.server()) {
      suite.at(server).settings("").trust();
      suite.with(
          "type: http\n  protocol: kserve-v2\n  name: house-price\n  concurrency: 8\n  model: "
              + server.http());
      assertThat(suite.run(0, "run", "--output", "json").out()).contains(IDENTICAL);
    }
  }

  @ParameterizedTest
  @CsvSource({"house-price, model.onnx, OnnxRuntime, values", "digits, model.pt, PyTorch, logits"})
  void oneBaselineServesTheModelInThisProcessAndBehindAServer(
      String name, String file, String engine, String kind) throws Exception {
    Path original = Samples.HOUSE_PRICE.resolveSibling("../" + name).normalize();
    Path folder = Files.createDirectories(suite.root().resolve("canaries").resolve(name));
    for (String part : List.of(file, "cases.jsonl")) {
      Files.copy(original.resolve(part), folder.resolve(part), StandardCopyOption.REPLACE_EXISTING);
    }
    Files.writeString(
        folder.resolve("suite.yaml"),
        """
        suite: %s
        target: {type: djl, engine: %s, model: %s, version: "1"%s}
        output: {kind: %s, precision: fp32}
        capture: {repeats: 6}
        """
            .formatted(
                name, engine, file, name.equals("digits") ? ", inputs: [pixels]" : "", kind));
    try (ModelServer server =
        ModelServer.start(
            ServerOptions.serving(ServedModel.of(name, "1", folder.resolve(file)))
                .grpcPort(0)
                .build())) {
      suite.settings(
          "watches:\n"
              + Arrays.stream(Transport.values())
                  .map(transport -> transport.watch(server, name))
                  .collect(Collectors.joining())
              + "  file: {suite: %s, target: {type: djl, engine: %s, model: %s/%s, version: \"1\"%s}}"
                  .formatted(
                      name, engine, name, file, name.equals("digits") ? ", inputs: [pixels]" : ""));
      suite.run(0, "capture", name);
      suite.run(0, "approve", name, "--reason", "in this process");
      sameBits(List.of("binary", "json", "grpc", "file"));
      String inProcess = Files.readString(folder.resolve("suite.yaml"));
      Files.writeString(
          folder.resolve("suite.yaml"),
          inProcess.replaceFirst(
              "target: .*",
              "target: {type: http, protocol: kserve-v2, model: \"%s\", name: %s}"
                  .formatted(server.http(), name)));
      suite.run(0, "capture", name);
      suite.run(0, "approve", name, "--reason", "behind a server");
      // Another encoding than the baseline's is another way of sending a case, and said to be one.
      sameBits(List.of("binary", "grpc", "file"));
    }
  }

  private void sameBits(List<String> watches) {
    for (String watch : watches) {
      assertThat(suite.run(0, "run", watch, "--output", "json").out())
          .as(watch)
          .contains("HEALTHY", IDENTICAL);
    }
  }
}

package dev.canary.app.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.app.Cli;
import dev.canary.app.job.Wiring;
import dev.canary.app.served.Transport;
import dev.canary.format.RunBlob;
import dev.canary.format.Workspace;
import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.server.ModelServer;
import dev.canary.server.ServedModel;
import dev.canary.server.ServerOptions;
import dev.canary.store.RunHistory;
import dev.canary.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server gives the same bits as this process, so that one baseline serves both: models made by
 * others, over every transport; skipped where {@code shared/realdata} does not lie beside the
 * repository.
 */
@Tag("slow")
@Timeout(120)
class ServedModelsTest {
  private static final String IN_PROCESS = "file";

  private final Path root;

  ServedModelsTest(@TempDir Path root) {
    this.root = root;
  }

  @BeforeAll
  static void needTheModels() {
    RealData.file("models");
  }

  /** The server serves no Tribuo, and clears no state. */
  static List<RealModel> models() {
    return RealModels.all().stream()
        .filter(model -> model.file().matches(".*[.](onnx|pt)"))
        .filter(model -> !model.target().contains("reset:"))
        .map(ServedModelsTest::answering)
        .toList();
  }

  /** An answer without any output is EMPTY over a wire: the third series holds no event to give. */
  private static RealModel answering(RealModel model) {
    List<String> cases = new ArrayList<>(model.cases());
    if (model.suite().equals("metrics_correlation_pt")) {
      cases.remove(2);
    }
    return model.of(cases);
  }

  /** JSON has no half precision. */
  private static List<Transport> transports(RealModel model) {
    boolean halves = model.cases().toString().contains("fp16");
    return Stream.of(Transport.values())
        .filter(transport -> transport != Transport.JSON || !halves)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("models")
  void aBaselineOfThisProcessJudgesTheServer(RealModel model) throws Exception {
    Path suite = workspace(model);
    try (ModelServer server = serve(model, suite)) {
      watch(model, server);
      trust(model);
      Map<String, Map<String, Tensor>> expected = healthy(IN_PROCESS);
      for (Transport transport : transports(model)) {
        assertThat(healthy(transport.word())).as(transport.word()).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mnist8_fp32",
        "squeezenet_fp16",
        "iris_randomforest_zipmap",
        "sklearn_zipmap_declared",
        "tinybert_embed",
        "mlp_1000_100_10_pt",
        "two_inputs_add_pt",
        "metrics_correlation_pt"
      })
  void aBaselineOfTheServerJudgesThisProcess(String name) throws Exception {
    RealModel model =
        models().stream().filter(m -> m.suite().equals(name)).findFirst().orElseThrow();
    Path suite = workspace(model);
    try (ModelServer server = serve(model, suite)) {
      watch(model, server);
      retarget(suite, Transport.BINARY.target(server, name));
      trust(model);
      Map<String, Map<String, Tensor>> expected = healthy(Transport.BINARY.word());
      assertThat(healthy(IN_PROCESS)).isEqualTo(expected);
    }
  }

  private Path workspace(RealModel model) throws Exception {
    RealWorkspace workspace = RealWorkspace.at(root);
    Path suite = workspace.add(versioned(model));
    workspace.trust(model.suite());
    return suite;
  }

  /** A baseline is kept under the version that the server gives. */
  private static RealModel versioned(RealModel model) {
    return model.targeting("version: \"1\"");
  }

  private static ModelServer serve(RealModel model, Path suite) throws Exception {
    Path file = suite.resolve(Path.of(model.file()).getFileName());
    return ModelServer.start(
        ServerOptions.serving(ServedModel.of(model.suite(), "1", file)).grpcPort(0).build());
  }

  /** Watches of the same suite: in this process, and over each transport. */
  private void watch(RealModel model, ModelServer server) throws Exception {
    String file = Path.of(model.file()).getFileName().toString();
    String own =
        "  %s: {suite: %s, target: {%s, model: \"%s/%s\"}}%n"
            .formatted(IN_PROCESS, model.suite(), versioned(model).target(), model.suite(), file);
    String served =
        transports(model).stream()
            .map(transport -> transport.watch(server, model.suite()))
            .collect(Collectors.joining());
    Files.writeString(
        root.resolve("canaries/canary.yaml"), "kafka: none\nwatches:\n" + own + served);
  }

  private static void retarget(Path suite, String target) throws Exception {
    Path yaml = suite.resolve("suite.yaml");
    Files.writeString(
        yaml, Files.readString(yaml).replaceFirst("(?m)^target: .*$", "target: " + target));
  }

  private void trust(RealModel model) {
    Cli canary = new Cli(root);
    Cli.Answer captured = canary.run("capture", model.suite(), "--seed", "1");
    assertThat(captured.exitCode()).as(captured.err()).isZero();
    assertThat(canary.run("approve", model.suite(), "--reason", "test").exitCode()).isZero();
  }

  /** What the model answered, as it is stored, to each case of a run that found nothing. */
  private Map<String, Map<String, Tensor>> healthy(String watch) throws Exception {
    Cli.Answer answer = new Cli(root).run("run", watch, "--output", "json");
    assertThat(answer.out())
        .as(watch + answer.err())
        .contains("\"verdict\":\"HEALTHY\"", "every answer is bit-identical")
        .doesNotContain("DEVIATED");
    assertThat(answer.exitCode()).isZero();
    try (Wiring wiring = Wiring.of(Workspace.at(root))) {
      RunHistory history = wiring.store().history();
      String id = history.latestOf(watch).orElseThrow().id();
      return answers(RunBlob.read(history.observations(id).orElseThrow()));
    }
  }

  private static Map<String, Map<String, Tensor>> answers(Run run) {
    Map<String, Map<String, Tensor>> answers = new LinkedHashMap<>();
    for (Observation observation : run.observations()) {
      assertThat(observation).isInstanceOf(Observation.Answered.class);
      Observation.Answered answered = (Observation.Answered) observation;
      answers.put(answered.caseId(), answered.output().tensors());
    }
    return answers;
  }
}

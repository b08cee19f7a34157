package dev.canary.app.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.app.Cli;
import dev.canary.app.Xgboost;
import dev.canary.app.job.Wiring;
import dev.canary.event.OutgoingEvent;
import dev.canary.format.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Models made by others, from a suite made for each to the verdict of later runs; skipped where
 * {@code shared/realdata} does not lie beside the repository.
 */
class RealModelsTest {
  /** One model of each engine is tried in a child process first, as users' models are. */
  private static final Set<String> TRIED =
      Set.of("mnist8_fp32", "mlp_1000_100_10_pt", "xgboost_reg");

  private static final Pattern CURE = Pattern.compile("`(reset: \\S+)`");

  @TempDir static Path folder = Path.of("");
  private static RealWorkspace workspace = new RealWorkspace(Path.of(""));

  @BeforeAll
  static void makeAWorkspace() throws IOException {
    RealData.file("models");
    workspace = RealWorkspace.at(folder);
  }

  static List<RealModel> models() {
    return RealModels.all();
  }

  @ParameterizedTest
  @MethodSource("models")
  void aModelThatNobodyTouchedIsHealthyOnEveryRunInWhateverOrder(RealModel model) throws Exception {
    if (model.suite().equals("xgboost_reg")) {
      Xgboost.assumeItLoads();
    }
    workspace.add(model);
    if (!TRIED.contains(model.suite())) {
      workspace.trust(model.suite());
    }
    Cli canary = new Cli(folder);

    Cli.Answer captured = canary.run("capture", model.suite(), "--seed", "1");
    assertThat(captured.exitCode()).as(captured.err()).isZero();
    assertThat(captured.err()).doesNotContain("canary:").doesNotContain("Log4j");
    assertThat(canary.run("approve", model.suite(), "--reason", "test").exitCode()).isZero();

    isHealthy(canary.run("run", model.suite(), "--output", "json"));
    isHealthy(canary.run("run", model.suite(), "--output", "json", "--shuffle", "42"));
    isHealthy(canary.run("run", model.suite(), "--output", "json", "--no-identity"));
  }

  @Test
  void aModelThatKeepsStateIsRefusedUntilItHasTheResetThatTheRefusalNames() throws Exception {
    RealModel stateful = RealModels.speech();
    Path suite = workspace.add(stateful.declaring("keeps_state", stateful.outputs()));
    workspace.trust("keeps_state");
    Cli canary = new Cli(folder);

    Cli.Answer once = canary.run("capture", "keeps_state", "--repeats", "1");
    assertThat(once.err()).as("a single capture is looked at twice").contains("reset:");
    Cli.Answer refused = canary.run("capture", "keeps_state");
    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(refused.err()).contains("NON_DETERMINISTIC");
    assertThat(folder.resolve("baselines/keeps_state")).doesNotExist();

    Matcher cure = CURE.matcher(refused.err());
    assertThat(cure.find()).as(refused.err()).isTrue();
    Path yaml = suite.resolve("suite.yaml");
    String cured = Files.readString(yaml).replace("type: djl", "type: djl, " + quoted(cure));
    Files.writeString(yaml, cured);

    assertThat(canary.run("capture", "keeps_state").exitCode()).isZero();
    canary.run("approve", "keeps_state");
    isHealthy(canary.run("run", "keeps_state", "--output", "json", "--shuffle", "3"));
  }

  private static String quoted(Matcher cure) {
    return cure.group(1).replace(": ", ": \"") + "\"";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not_onnx.onnx",
        "unknown_op.onnx",
        "needs_custom_ops.onnx",
        "old_opset_no_kernel.onnx",
        "legacy_torchscript.pt"
      })
  void whatIsNoLoadableModelIsAnErrorAndOnceOneWasTrustedABrokenModel(
      String file, @TempDir Path own) throws Exception {
    Path negative = RealData.file("models/negative/" + file);
    RealModel good = file.endsWith(".pt") ? torchModel() : onnxModel();
    RealWorkspace alone = RealWorkspace.at(own);
    Path model = alone.add(good).resolve(Path.of(good.file()).getFileName());
    byte[] loadable = Files.readAllBytes(model);
    alone.trust(good.suite());
    Cli canary = new Cli(own);

    Files.copy(negative, model, StandardCopyOption.REPLACE_EXISTING);
    isAnErrorThatNames(model, canary.run("capture"));
    if (file.equals("not_onnx.onnx")) {
      isAnErrorThatNames(model, canary.run("run", "--output", "json"));
    }
    assertThat(own.resolve("baselines")).doesNotExist();
    assertThat(waiting(own)).isEmpty();

    Files.write(model, loadable);
    assertThat(canary.run("capture").exitCode()).isZero();
    canary.run("approve", good.suite());
    Files.copy(negative, model, StandardCopyOption.REPLACE_EXISTING);
    Cli.Answer broken = canary.run("run", "--output", "json");
    assertThat(broken.exitCode()).isEqualTo(2);
    assertThat(broken.out()).contains("\"verdict\":\"BROKEN\",\"causes\":[\"LOAD_FAILED\"]");
    assertThat(waiting(own))
        .filteredOn(event -> event.type().equals("dev.canary.finding.v1"))
        .singleElement()
        .satisfies(event -> assertThat(event.data().toString()).contains("LOAD_FAILED"));
    assertThat(canary.run("explain").out()).contains("BROKEN").contains("LOAD_FAILED");

    Files.write(model, loadable);
    isHealthy(canary.run("run", "--output", "json"));
  }

  private static RealModel onnxModel() {
    return named("iris_logreg_tribuo");
  }

  private static RealModel torchModel() {
    return named("linear_r_pt");
  }

  private static RealModel named(String suite) {
    return models().stream().filter(m -> m.suite().equals(suite)).findFirst().orElseThrow();
  }

  private static void isAnErrorThatNames(Path file, Cli.Answer answer) {
    assertThat(answer.exitCode()).isEqualTo(3);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err().lines().filter(line -> !line.contains("events wait")))
        .singleElement()
        .asString()
        .contains(file.getFileName().toString())
        .doesNotContain("unexpected");
  }

  private static List<OutgoingEvent> waiting(Path root) throws Exception {
    try (Wiring wiring = Wiring.of(Workspace.at(root))) {
      return wiring.outbox().waiting(100);
    }
  }

  private static void isHealthy(Cli.Answer answer) {
    assertThat(answer.out()).contains("\"verdict\":\"HEALTHY\"").doesNotContain("DEVIATED");
    assertThat(answer.exitCode()).isZero();
  }
}

package dev.canary.app.served;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.canary.app.Cli;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code probe} and {@code init} where servers tell little, or tell it in another place. */
@Timeout(120)
class LeastToldTest {
  private static final String STATUS =
      "{\"model_version_status\": [{\"version\": \"1\", \"state\": \"AVAILABLE\", \"status\": {\"error_code\": \"OK\"}}]}";
  private static final String FLOATS =
      "{\"dtype\": \"DT_FLOAT\", \"tensor_shape\": {\"dim\": [{\"size\": \"-1\"}, {\"size\": \"2\"}]}, \"name\": \"t\"}";

  private static final String ANSWER =
      "{\"outputs\": [{\"name\": \"y\", \"datatype\": \"FP32\", \"shape\": [1, 1], \"data\": [%s]}]}";

  private final AtomicInteger inferences = new AtomicInteger();
  private final Path root;
  private final Cli cli;
  private final HttpServer server;

  LeastToldTest(@TempDir Path root) throws IOException {
    this.root = root;
    this.cli = new Cli(root);
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** Answers these paths, and 404 to every other; an answer that begins with ! is an error. */
  private String serving(Map<String, String> answers) {
    server.createContext("/", exchange -> answer(exchange, answers));
    server.start();
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange, Map<String, String> answers) throws IOException {
    try (exchange) {
      String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String path = exchange.getRequestURI().getPath();
      inferences.addAndGet(path.endsWith("/infer") ? 1 : 0);
      String key =
          asked.matches(".*(\"instances\":\\[]|\"shape\":\\[0).*") ? path + " of none" : path;
      String said = answers.getOrDefault(key, "!{}");
      byte[] body = said.replaceFirst("^!", "").getBytes(StandardCharsets.UTF_8);
      int refused = answers.containsKey(key) ? 400 : 404;
      exchange.sendResponseHeaders(said.startsWith("!") ? refused : 200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Test
  void anAnswerToNoRowsNamesNoOutputOfTheSuite() throws IOException {
    String metadata =
        "{\"model_spec\": {\"name\": \"m\", \"version\": \"1\"}, \"metadata\": {\"signature_def\": {\"signature_def\": {\"serving_default\": {\"inputs\": {\"x\": %s}, \"outputs\": {\"a\": %s, \"b\": %s}, \"method_name\": \"tensorflow/serving/predict\"}}}}}"
            .formatted(FLOATS, FLOATS, FLOATS);
    String place =
        serving(
            Map.of(
                "/v1/models/m",
                STATUS,
                "/v1/models/m/metadata",
                metadata,
                "/v1/models/m:predict",
                "{\"predictions\": [{\"a\": [0.5, 2], \"b\": [0.5, 3]}]}",
                "/v1/models/m:predict of none",
                "{\"predictions\": []}"));

    run(0, "init", place + "/v1/models/m", "--protocol", "tf-serving");

    assertThat(Files.readString(root.resolve("canaries/m/suite.yaml")))
        .contains("a:", "b:")
        .doesNotContain("predictions:");
  }

  @Test
  void aModelIsNamedByWhateverListTheServerHas() {
    String place =
        serving(
            Map.of(
                "/v2",
                "{\"name\": \"OpenVINO Model Server\", \"version\": \"2024.5\"}",
                "/v2/health/live",
                "",
                "/v2/models/m/ready",
                "",
                "/v1/config",
                "{\"m\": %s}".formatted(STATUS)));

    assertThat(run(3, "probe", place).out()).contains("kserve-v2", "model      m");
  }

  @Test
  void aServerThatListsNoModelAsksForItsName() {
    String place = serving(Map.of("/v1/models", "!{\"error\": \"Malformed request: GET /v1\"}"));

    assertThat(run(3, "probe", place).err())
        .contains("speaks tf-serving, which needs the model's name", "--model NAME");
  }

  @Test
  void aPageIsNoModelServerAndIsShown() {
    String place = serving(Map.of("/", "<html><title>Sign in</title></html>"));

    assertThat(run(3, "probe", place).err())
        .contains("no protocol that was recognised", "<title>Sign in", "--protocol", "request=");
  }

  @Test
  void answersOfNaNAloneAreNoGoodInference() {
    Map<String, String> answers = new HashMap<>();
    answers.put("/v2", "{\"name\": \"triton\"}");
    answers.put("/v2/models/m/ready", "");
    answers.put(
        "/v2/models/m",
        "{\"inputs\": [{\"name\": \"x\", \"datatype\": \"FP32\", \"shape\": [-1, 2]}]}");
    answers.put("/v2/models/m/infer", ANSWER.formatted("NaN"));
    answers.put("/v2/models/m/infer of none", ANSWER.replace("[1, 1]", "[0, 1]").formatted(""));
    String place = serving(answers) + "/v2/models/m";

    assertThat(run(2, "probe", place).out())
        .contains("answered with NaN or infinity in y", "ready      NO");
    answers.put("/v2/models/m/infer", ANSWER.formatted("0.5"));
    assertThat(run(0, "probe", place).out()).contains("ready      yes");
  }

  @Test
  void anOverloadedServerIsNotAskedForOtherCases() {
    Map<String, String> answers = new HashMap<>();
    answers.put("/v2", "{\"name\": \"triton\"}");
    answers.put(
        "/v2/models/m",
        "{\"inputs\": [{\"name\": \"x\", \"datatype\": \"FP32\", \"shape\": [-1, 2]}]}");
    answers.put("/v2/models/m/infer", "!{\"error\": \"Model m is not ready\"}");
    String place = serving(answers) + "/v2/models/m";

    assertThat(run(2, "probe", place).out()).contains("zeros FAILED NOT_READY");
    assertThat(inferences).hasValue(2);
  }

  @Test
  void aModelWhoseInputsNobodyTellsIsNotCalledUnready() {
    String place =
        serving(
            Map.of(
                "/v1/models", "{\"models\": [\"m\"]}",
                "/v1/models/m", "{\"name\": \"m\", \"ready\": true}"));

    assertThat(run(3, "probe", place).out())
        .contains("not known: no inference was tried", "as in --input instances=fp32[1,4]")
        .doesNotContain("NO\n");
  }

  @Test
  void whatAModelOfOpenAiIsForIsFoundByAsking() {
    String place =
        serving(
            Map.of(
                "/v1/models", "{\"object\": \"list\", \"data\": [{\"id\": \"m\"}]}",
                "/v1/chat/completions", "!{\"error\": {\"message\": \"no chat\"}}",
                "/v1/completions", "!{\"error\": {\"message\": \"no completions\"}}",
                "/v1/embeddings", "{\"data\": [{\"index\": 0, \"embedding\": [0.6, 0.8]}]}"));

    assertThat(run(0, "probe", place).out()).contains("openai-embeddings", "embedding fp64[1, 2]");
  }

  @Test
  void aModelOfOpenAiThatItsServerRenamedIsAnotherVersion() throws IOException {
    String vector = "{%s\"data\": [{\"index\": 0, \"embedding\": [0.6, 0.8]}]}";
    Map<String, String> answers = new HashMap<>();
    answers.put("/v1/models", "{\"object\": \"list\", \"data\": [{\"id\": \"m\"}]}");
    answers.put("/v1/embeddings", vector.formatted("\"model\": \"m\", "));
    Files.createDirectories(root.resolve("canaries"));
    Files.writeString(root.resolve("canaries/canary.yaml"), "kafka: none\n");
    run(0, "init", serving(answers), "--protocol", "openai-embeddings");
    run(0, "capture");
    run(0, "approve", "m", "--reason", "as deployed");
    run(0, "run");

    answers.put("/v1/models", "{\"object\": \"list\", \"data\": [{\"id\": \"n\"}]}");
    answers.put("/v1/embeddings", "!{\"error\": {\"message\": \"The model `m` does not exist.\"}}");
    assertThat(run(2, "run").out())
        .contains("VERSION_CHANGE", "version n answers", "canary capture m");
    answers.put("/v1/embeddings", vector.formatted("\"model\": \"n\", "));
    assertThat(run(3, "run").out()).contains("VERSION_CHANGE", "version n answers");
  }

  private Cli.Answer run(int exitCode, String... words) {
    Cli.Answer answer = cli.run(words);
    assertThat(answer.exitCode()).as(answer.err() + answer.out()).isEqualTo(exitCode);
    return answer;
  }
}

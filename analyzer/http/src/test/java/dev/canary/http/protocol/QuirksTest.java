package dev.canary.http.protocol;

import static dev.canary.http.protocol.Wording.profile;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.http.wire.WireAnswer;
import dev.canary.http.wire.WireRequest;
import dev.canary.target.Sign;
import dev.canary.target.Sign.Says;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One stub for each way in which a server beside Open Inference is not what one would hope. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class QuirksTest {
  private static final String ONE =
      "{\"x\": {\"dtype\": \"fp32\", \"shape\": [1, 2], \"data\": [0.25, 0.75]}}";

  @AutoClose private final StubServer server = StubServer.start();

  private String infer(Protocol protocol, String input) throws Exception {
    WireRequest request = protocol.request(Wording.input(input), Wording.ID);
    return Wording.reading(protocol, input, server.ask(request));
  }

  private static WireAnswer text(int status, String body) {
    return WireAnswer.of(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void tensorFlowServingAnswersSuccessWithoutAnAvailableVersion() throws Exception {
    server.on(
        "GET /v1/models/m",
        200,
        "{\"model_version_status\": [{\"version\": \"2\", \"state\": \"END\", \"status\":"
            + " {\"error_code\": \"UNAVAILABLE\", \"error_message\": \"gone\"}}]}");

    assertThat(server.live(profile("tf-serving", "")).says()).isEqualTo(Says.YES);
    assertThat(server.ready(profile("tf-serving", "")))
        .isEqualTo(Sign.no("GET v1/models/m: 200: version 2 is END (UNAVAILABLE: gone)"));
  }

  @Test
  void tensorFlowServingTakesAndGivesBareTokensAndOmitsTheOnlyName() throws Exception {
    String meta =
        "{\"model_spec\": {\"version\": \"2\"}, \"metadata\": {\"signature_def\":"
            + " {\"signature_def\": {\"serving_default\": {\"inputs\": {\"x\": %1$s},"
            + " \"outputs\": {\"y\": %1$s}}}}}}";
    String port = "{\"dtype\": \"DT_FLOAT\", \"tensor_shape\": {\"dim\": [{\"size\": \"-1\"}]}}";
    server
        .on("GET /v1/models/m", 404, "")
        .on("GET /v1/models/m/metadata", 200, meta.formatted(port))
        .on(
            "POST /v1/models/m:predict",
            request -> text(200, request.text().replace("instances", "predictions")));
    Protocol plain = profile("tf-serving", "names=drop");
    Protocol protocol = plain.speaking(server.told(plain));
    String input =
        "{\"x\": {\"dtype\": \"fp32\", \"shape\": [5],"
            + " \"data\": [0.1, \"NaN\", \"-Infinity\", -0.0, 1e-45]}}";

    assertThat(infer(protocol, input))
        .isEqualTo("y fp32[5]{0.10000000149011612 NaN -Infinity -0.0 1.401298464324817E-45}");
  }

  @Test
  void kserveListsAModelThatIsNotReady() throws Exception {
    server
        .on("GET /v1/models", 200, "{\"models\": [\"m\"]}")
        .on("GET /v1/models/m", 503, "{\"error\": \"Model with name m is not ready.\"}")
        .on("POST /v1/models/m:predict", 503, "{\"error\": \"Model with name m is not ready.\"}");
    Protocol protocol = profile("kserve-v1", "");

    assertThat(server.live(protocol).says()).isEqualTo(Says.YES);
    assertThat(server.ready(protocol))
        .isEqualTo(Sign.no("GET v1/models/m: 503: Model with name m is not ready."));
    assertThat(infer(protocol, ONE))
        .isEqualTo("NOT_READY: HTTP 503: Model with name m is not ready.");
  }

  @Test
  void torchServePingsHealthyWhileItsOnlyWorkerIsDead() throws Exception {
    try (StubServer management = StubServer.start()) {
      management.on(
          "GET /models/m",
          200,
          "[{\"modelVersion\": \"1.0\", \"workers\": [{\"id\": \"9000\", \"startTime\":"
              + " \"2024-01-01T00:00:00Z\", \"status\": \"UNLOADING\"}]}]");
      server
          .on("GET /ping", 200, "{\"status\": \"Healthy\"}")
          .on(
              "POST /predictions/m",
              503,
              "{\"code\": 503, \"type\": \"InternalServerException\","
                  + " \"message\": \"Prediction failed\"}");
      Protocol blind = profile("torchserve", "");
      Protocol seeing = profile("torchserve", "management=" + management.address());

      assertThat(server.ready(blind).says()).isEqualTo(Says.YES);
      assertThat(server.ready(blind).reason()).contains("so this lags");
      assertThat(server.ready(seeing).says()).isEqualTo(Says.NO);
      assertThat(server.told(seeing).versions()).hasToString("{management.modelVersion=[1.0]}");
      assertThat(infer(blind, ONE))
          .isEqualTo("MODEL_ERROR: HTTP 503: InternalServerException: Prediction failed");
    }
  }

  @Test
  void mlflowRefusesAContentTypeWithParametersAndMoreThanOneForm() throws Exception {
    server
        .on("GET /ping", 200, "\n")
        .on("GET /version", 200, "2.14.1")
        .on("POST /invocations", QuirksTest::mlflow);

    assertThat(server.ready(profile("mlflow", "")).reason())
        .isEqualTo("GET ping: 200; this proves only that a model object is there");
    assertThat(server.told(profile("mlflow", "")).server()).contains("mlflow 2.14.1");
    for (String format : new String[] {"dataframe_split", "dataframe_records", "inputs", "csv"}) {
      assertThat(infer(profile("mlflow", "format=" + format + ";params={\"k\": 1}"), "{\"x\": 1}"))
          .as(format)
          .isEqualTo("predictions fp64[1]{NaN}");
    }
  }

  /** The checks of mlflow/pyfunc/scoring_server/__init__.py. */
  private static WireAnswer mlflow(WireAnswer request) {
    String type = request.header("content-type").orElse("");
    if (type.equals("text/csv")) {
      return text(200, "{\"predictions\": [NaN]}");
    }
    if (!type.equals("application/json") && !type.equals("application/json; charset=utf-8")) {
      return text(415, "Unrecognized content type parameters");
    }
    long forms =
        Stream.of("dataframe_split", "dataframe_records", "instances", "inputs")
            .filter(form -> Wording.json(request.text()).member(form).isPresent())
            .count();
    return forms == 1
        ? text(200, "{\"predictions\": [NaN]}")
        : text(400, "{\"error_code\": \"BAD_REQUEST\", \"message\": \"Failed to parse input\"}");
  }

  @Test
  void sageMakerLosesAllHeadersButOne() throws Exception {
    server
        .on("GET /ping", 200, "")
        .on(
            "POST /invocations",
            request ->
                text(
                    200,
                    "{\"mark\": \"%s\"}"
                        .formatted(
                            request.header("X-Amzn-SageMaker-Custom-Attributes").orElse(""))));

    assertThat(server.ready(profile("sagemaker", "")).says()).isEqualTo(Says.YES);
    assertThat(infer(profile("sagemaker", ""), ONE)).isEqualTo("mark string[]{canary=round-7}");
  }

  @Test
  void openAiIsHealthyWhileGenerationIsDead() throws Exception {
    server
        .on("GET /health", 200, "")
        .on("GET /v1/models", 200, "{\"object\": \"list\", \"data\": [{\"id\": \"m\"}]}")
        .on(
            "POST /v1/chat/completions",
            500,
            "{\"error\": {\"message\": \"EngineCore died\", \"type\": \"InternalServerError\"}}");
    Protocol protocol = profile("openai-chat", "");

    assertThat(server.live(protocol).says()).isEqualTo(Says.YES);
    assertThat(server.ready(protocol).reason()).endsWith("generation may be dead all the same");
    assertThat(infer(protocol, "{\"messages\": \"hi\"}"))
        .isEqualTo("MODEL_ERROR: HTTP 500: InternalServerError: EngineCore died");
  }

  @Test
  void djlServingAnswersSuccessWhileAModelLoads() throws Exception {
    server
        .on("GET /ping", 200, "{\"m\": {\"status\": \"PENDING\"}}")
        .on("POST /predictions/m", 503, "{\"code\": 503, \"message\": \"no worker\"}");
    Protocol protocol = profile("djl-serving", "");

    assertThat(server.ready(protocol)).isEqualTo(Sign.no("GET ping: 200 {m=PENDING}"));
    assertThat(server.told(protocol).remarks())
        .containsExactly("ping answers 200 although m is PENDING");
    assertThat(infer(protocol, ONE)).isEqualTo("NOT_READY: HTTP 503: no worker");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "200|[0.5, NaN]|predictions fp64[2]{0.5 NaN}",
        "200|[0.5, Infinity]|predictions fp64[2]{0.5 Infinity}",
        "200|[0.5, null]|predictions fp64[2]{0.5 null} {remark=1 of 2 numbers",
        "200|[0.5, ]|BAD_ANSWER: the answer is not JSON: an element is missing",
        "200|[, 0.5]|BAD_ANSWER: the answer is not JSON: an element is missing",
        "500|Out of range float values are not JSON compliant|NON_FINITE: HTTP 500",
      })
  void valuesThatJsonHasNoWordForComeInFourWays(int status, String list, String read)
      throws Exception {
    String body = status == 200 ? "{\"predictions\": " + list + "}" : list;
    server
        .on("POST /v1/models/m:predict", status, body)
        .on("POST /invocations", status, body)
        .on("POST /predictions/m", status, body);
    String two = "{\"x\": {\"dtype\": \"fp32\", \"shape\": [2, 1], \"data\": [1, 2]}}";

    for (String word : new String[] {"kserve-v1", "tf-serving", "mlflow", "torchserve"}) {
      assertThat(infer(profile(word, ""), two)).as(word).startsWith(read);
    }
  }
}

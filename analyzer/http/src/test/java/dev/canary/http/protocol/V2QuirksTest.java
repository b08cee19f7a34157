package dev.canary.http.protocol;

import static dev.canary.http.protocol.V2Given.ID;
import static dev.canary.http.protocol.V2Given.INPUT;
import static dev.canary.http.protocol.V2Given.protocol;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.canary.http.wire.WireAnswer;
import dev.canary.suite.Input;
import dev.canary.target.Counted.Inferences;
import dev.canary.target.Exchange;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.target.Sign;
import dev.canary.target.Sign.Says;
import dev.canary.tensor.DType;
import dev.canary.tensor.Nulls;
import dev.canary.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One stub for each way in which a server is not what the protocol's pages say. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class V2QuirksTest {
  private static final String MODEL = "GET /v2/models/iris";
  private static final String READY = "GET /v2/models/iris/ready";
  private static final String INFER = "POST /v2/models/iris/infer";
  private static final String ANSWER =
      "{\"model_name\":\"iris\",\"model_version\":\"1\",\"id\":\"canary-1\",\"outputs\":["
          + "{\"name\":\"y\",\"shape\":[2],\"datatype\":\"FP32\",\"data\":[0.25,0.75]}]}";

  @AutoClose private final StubServer server = StubServer.start();

  private Reply infer(Protocol protocol) throws Exception {
    return protocol.read(INPUT, ID, server.ask(protocol.request(INPUT, ID)));
  }

  private PredictionException failure(Protocol protocol) {
    return catchThrowableOfType(PredictionException.class, () -> infer(protocol));
  }

  @Test
  void aPlainServerTellsWhatThePagesSay() throws Exception {
    server
        .on("GET /v2", 200, "{\"name\":\"other\",\"version\":\"1.0\",\"extensions\":[]}")
        .on("GET /v2/health/live", 200, "{\"live\":true}")
        .on(READY, 200, "{\"name\":\"iris\",\"ready\":true}")
        .on(
            MODEL,
            200,
            "{\"name\":\"iris\",\"versions\":[\"1\",\"2\"],\"platform\":\"onnx\",\"inputs\":["
                + "{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[-1,2]}],\"outputs\":["
                + "{\"name\":\"y\",\"datatype\":\"FP32\",\"shape\":[2]}]}")
        .on(INFER, 200, ANSWER);

    Description told = server.told(protocol());
    Protocol speaking = protocol().speaking(told);

    assertThat(told.server()).contains("other 1.0");
    assertThat(told.versions()).isEqualTo(Map.of("metadata", Set.of("1", "2")));
    assertThat(told.inputs()).hasToString("{x=FP32[-1, 2]}");
    assertThat(told.outputs()).hasToString("{y=FP32[2]}");
    assertThat(told.remarks()).isEmpty();
    assertThat(server.live(speaking)).isEqualTo(Sign.yes("GET v2/health/live: 200"));
    assertThat(server.ready(speaking)).isEqualTo(Sign.yes("GET v2/models/iris/ready: 200"));
    assertThat(infer(speaking).facts()).isEqualTo(Map.of(Exchange.VERSION, "1"));
    assertThat(speaking.inquiries()).hasSize(2);
  }

  @Test
  void kserveAnswersLiveAndReadyWhateverHappens() throws Exception {
    server
        .on("GET /v2", 200, "{\"name\":\"kserve\",\"version\":\"0.15\",\"extensions\":[]}")
        .on("GET /v2/health/live", 200, "{\"live\":true}")
        .on("GET /v2/health/ready", 200, "{\"ready\":true}")
        .on(READY, 503, "{\"error\":\"Model with name iris is not ready.\"}")
        .on(MODEL, 200, "{\"name\":\"iris\",\"platform\":\"\",\"inputs\":[],\"outputs\":[]}")
        .on(INFER, 503, "{\"error\":\"Model with name iris is not ready.\"}");

    Description told = server.told(protocol());

    assertThat(server.live(protocol()).says()).isEqualTo(Says.YES);
    assertThat(server.ready(protocol()))
        .isEqualTo(Sign.no("GET v2/models/iris/ready: 503: Model with name iris is not ready."));
    assertThat(failure(protocol()).reason()).isEqualTo(Reason.NOT_READY);
    assertThat(told.remarks())
        .containsExactly(V2Server.KSERVE.remark(), "the model's metadata tell no inputs");
  }

  @Test
  void kserveKnowsNoVersionPaths() throws Exception {
    String said = "{\"error\":\"Model versioning not supported yet.\"}";
    server
        .on("GET /v2/models/iris/versions/2/ready", 501, said)
        .on("POST /v2/models/iris/versions/2/infer", 501, said);
    Protocol protocol = protocol(Map.of("modelVersion", "2"));

    assertThat(server.ready(protocol).says()).isEqualTo(Says.NOTHING);
    assertThat(failure(protocol))
        .hasMessage("HTTP 501: Model versioning not supported yet.")
        .extracting(PredictionException::reason)
        .isEqualTo(Reason.BAD_INPUT);
  }

  @Test
  void anEmptyMlServerIsReadyAndHasNoModel() throws Exception {
    server
        .on("GET /v2", 200, "{\"name\":\"mlserver\",\"version\":\"1.6.1\",\"extensions\":[]}")
        .on("GET /v2/health/ready", 200, "")
        .on("GET /v2/health/live", 200, "")
        .on(READY, 404, "{\"error\":\"Model iris not found\"}")
        .on(INFER, 404, "{\"error\":\"Model iris not found\"}");

    assertThat(server.told(protocol()).remarks()).containsExactly(V2Server.MLSERVER.remark());
    assertThat(server.live(protocol()).says()).isEqualTo(Says.YES);
    assertThat(server.ready(protocol()).says()).isEqualTo(Says.NO);
    assertThat(failure(protocol()).reason()).isEqualTo(Reason.NOT_READY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "400|{\"error\":\"Model iris is not ready yet.\"}|NOT_READY",
        "400|{\"error\":\"Failed to run the pipeline\"}|MODEL_ERROR",
        "422|{\"detail\":\"datatype\"}|BAD_INPUT",
        "500|{\"error\":\"ValueError: Out of range float values are not JSON compliant: nan\"}"
            + "|NON_FINITE",
      })
  void whatMlServerAnswersAsBadRequestIsNotTheRequestsFault(
      int status, String body, Reason reason) {
    server
        .on("GET /v2", 200, "{\"name\":\"mlserver\",\"version\":\"1.6.1\",\"extensions\":[]}")
        .on(INFER, status, body);

    PredictionException e =
        catchThrowableOfType(
            PredictionException.class, () -> infer(protocol().speaking(server.told(protocol()))));

    assertThat(e.reason()).isEqualTo(reason);
  }

  @Test
  void mlServerWritesNullForNanAndAnotherShapeThanItSays() throws Exception {
    server.on(
        INFER,
        200,
        "{\"model_name\":\"iris\",\"id\":\"canary-1\",\"parameters\":{\"content_type\":\"np\"},"
            + "\"outputs\":[{\"name\":\"y\",\"shape\":[2,1],\"datatype\":\"FP32\","
            + "\"parameters\":{\"content_type\":\"np\"},\"data\":[1.5,null]}]}");

    Reply reply = infer(protocol());

    assertThat(Nulls.count(Objects.requireNonNull(reply.tensors().get("y")))).isEqualTo(1);
    assertThat(reply.tensors()).hasToString("{y=fp32[2, 1]}");
    assertThat(reply.facts()).containsKey(Exchange.REMARK);
  }

  private void triton() {
    server
        .on(
            "GET /v2",
            200,
            "{\"name\":\"triton\",\"version\":\"2.51.0\",\"extensions\":[\"classification\","
                + "\"model_repository\",\"model_repository(unload_dependents)\","
                + "\"binary_tensor_data\",\"statistics\"]}")
        .on("GET /v2/health/live", 200, "")
        .on(READY, 200, "")
        .on(
            "GET /v2/models/iris/stats",
            200,
            "{\"model_stats\":[{\"name\":\"iris\",\"version\":\"1\",\"last_inference\":1,"
                + "\"inference_count\":7,\"inference_stats\":{\"success\":{\"count\":7,\"ns\":9},"
                + "\"queue\":{\"count\":7,\"ns\":50},\"compute_input\":{\"count\":4,\"ns\":100},"
                + "\"compute_infer\":{\"count\":4,\"ns\":2000},\"compute_output\":{\"count\":4,\"ns\":30},"
                + "\"cache_hit\":{\"count\":3,\"ns\":1},\"cache_miss\":{\"count\":4,\"ns\":1}}},"
                + "{\"name\":\"iris\",\"version\":\"2\",\"inference_stats\":"
                + "{\"cache_hit\":{\"count\":2,\"ns\":1}}}]}")
        .on(
            "POST /v2/repository/index",
            200,
            "[{\"name\":\"iris\",\"version\":\"1\",\"state\":\"READY\"},"
                + "{\"name\":\"iris\",\"version\":\"2\",\"state\":\"LOADING\",\"reason\":\"\"},"
                + "{\"name\":\"other\"}]");
  }

  @Test
  void tritonTellsItsVersionsAndCacheHits() throws Exception {
    triton();

    Description told = server.told(protocol());

    assertThat(told.cacheHits()).isEqualTo(OptionalLong.of(5));
    assertThat(told.inferences()).contains(new Inferences(7, 4, 2130, 50));
    assertThat(told.versions())
        .isEqualTo(Map.of("stats", Set.of("1", "2"), "repository", Set.of("1")));
    assertThat(told.models()).containsExactly("iris", "other");
    assertThat(told.remarks()).containsExactly("the repository says of version 2: LOADING");
    assertThat(server.ready(protocol()).says()).isEqualTo(Says.YES);
    assertThat(protocol().speaking(told).inquiries()).hasSize(4);
  }

  @Test
  void tritonTakesAndGivesEveryTypeInBinary() throws Exception {
    triton();
    server.on(INFER, V2QuirksTest::echo);
    byte[] bits = HexFormat.of().parseHex("0100c0ff01007cffff7f80fff0ff0180");
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (DType dtype : DType.values()) {
      if (dtype.width() > 0 && dtype != DType.BOOL) {
        int count = bits.length / dtype.width();
        tensors.put(dtype.label(), Tensor.ofBytes(dtype, new int[] {1, count}, bits));
      }
    }
    tensors.put("bool", Tensor.ofBooleans(new int[] {2}, true, false));
    tensors.put("text", Tensor.ofTexts(new int[] {3}, List.of("\u00e9", "", "base64:/w==")));
    Input input = Input.of(tensors);
    Protocol protocol = protocol().speaking(server.told(protocol()));

    Reply reply = protocol.read(input, ID, server.ask(protocol.request(input, ID)));

    assertThat(reply.tensors()).isEqualTo(tensors);
  }

  /** The inputs of a binary request as the outputs of a binary answer. */
  private static WireAnswer echo(WireAnswer request) {
    int length = Integer.parseInt(request.header(V2Request.HEADER_LENGTH).orElseThrow());
    String json = new String(request.body(), 0, length, StandardCharsets.UTF_8);
    assertThat(json).contains("\"parameters\":{\"binary_data_output\":true}");
    byte[] header =
        json.replace("\"parameters\":{\"binary_data_output\":true},", "")
            .replace("\"inputs\"", "\"outputs\"")
            .getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(header);
    body.writeBytes(Arrays.copyOfRange(request.body(), length, request.body().length));
    Map<String, String> headers =
        Map.of(
            "Content-Type",
            "application/octet-stream",
            V2Request.HEADER_LENGTH,
            String.valueOf(header.length));
    return WireAnswer.of(200, headers, body.toByteArray());
  }

  @Test
  void tritonWritesBareNanInJson() throws Exception {
    server.on(INFER, 200, ANSWER.replace("0.25,0.75", "NaN,-Infinity"));

    assertThat(Objects.requireNonNull(infer(protocol()).tensors().get("y")).toDoubles())
        .containsExactly(Double.NaN, Double.NEGATIVE_INFINITY);
  }

  @ParameterizedTest
  @CsvSource({
    "500, MODEL_ERROR",
    "404, NOT_READY",
    "503, NOT_READY",
    "501, BAD_INPUT",
    "400, BAD_INPUT"
  })
  void tritonsErrorsHaveAStatusEach(int status, Reason reason) throws Exception {
    triton();
    server.on(INFER, status, "{\"error\":\"in ensemble 'iris', it failed\"}");

    assertThat(failure(protocol()).reason()).isEqualTo(reason);
    assertThat(failure(protocol())).hasMessage("HTTP %d: in ensemble 'iris', it failed", status);
  }

  /** It dereferences null without outputs, names them as asked, and knows no versions. */
  @Test
  void djlServingMustBeAskedForItsOutputsByName() throws Exception {
    server
        .on("GET /v2/health/live", 200, "\"\"")
        .on(READY, 200, "\"\"")
        .on(
            MODEL,
            200,
            "{\"name\":\"iris\",\"versions\":[\"1\"],\"platform\":\"PyTorch_pytorch\","
                + "\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[-1,2]}],"
                + "\"outputs\":[{\"name\":\"y\",\"datatype\":\"FP32\",\"shape\":[2]}]}")
        .on(
            "POST /v2/models/iris/versions/1/infer",
            request ->
                request.text().contains("\"outputs\":[{\"name\":\"y\"}]")
                    ? V2Given.answer(200, ANSWER)
                    : V2Given.answer(500, "{\"code\":500,\"type\":\"NullPointerException\"}"));
    Protocol unknowing = protocol(Map.of("modelVersion", "1"));

    Description told = server.told(unknowing);
    Protocol speaking = unknowing.speaking(told);

    assertThat(failure(unknowing)).hasMessageContaining("NullPointerException");
    assertThat(infer(speaking).tensors()).hasToString("{y=fp32[2]}");
    assertThat(server.live(speaking).says()).isEqualTo(Says.YES);
    assertThat(server.ready(speaking).says()).isEqualTo(Says.YES);
    assertThat(told.remarks()).containsExactly(V2Server.DJL.remark());
    assertThat(told.versions()).isEqualTo(Map.of("metadata", Set.of("1")));
  }

  @Test
  void djlServingSaysOfAModelThatLoadsThatADependencyFailed() throws Exception {
    server.on(READY, 424, "\"\"").on(INFER, 424, "{\"code\":424,\"message\":\"loading\"}");

    assertThat(server.ready(protocol())).isEqualTo(Sign.no("GET v2/models/iris/ready: 424"));
    assertThat(failure(protocol()).reason()).isEqualTo(Reason.NOT_READY);
  }

  @Test
  void openVinoDropsWhatIsNotFinite() throws Exception {
    server.on(INFER, 200, ANSWER.replace("0.25,0.75", "0.25,"));
    PredictionException dropped = failure(protocol());
    server.on(
        INFER,
        412,
        "{\"error\":\"Output \\\"y\\\" contains a non-finite (NaN/Inf) value that cannot be"
            + " serialized to JSON\"}");
    PredictionException said = failure(protocol());

    assertThat(dropped).hasMessageContaining("an element is missing in front of byte");
    assertThat(dropped.reason()).isEqualTo(Reason.BAD_ANSWER);
    assertThat(said.reason()).isEqualTo(Reason.NON_FINITE);
  }

  @Test
  void theAnswerToAnotherRequestIsNoAnswer() throws Exception {
    server.on(INFER, 200, ANSWER.replace("canary-1", "canary-2"));

    assertThat(failure(protocol()))
        .hasMessage("an answer to request id \"canary-2\", asked was \"canary-1\"");
  }

  @Test
  void readyThatSaysNoUnderSuccessIsNo() throws Exception {
    server.on(READY, 200, "{\"name\":\"iris\",\"ready\":false}");

    assertThat(server.ready(protocol()).says()).isEqualTo(Says.NO);
  }

  @Test
  void whatIsNoMetadataTellsNothing() throws Exception {
    server
        .on("GET /v2", 200, "<html>login</html>")
        .on(MODEL, 200, "[1, 2]")
        .on("GET /v2/models/iris/stats", 200, "{\"model_stats\": 3}")
        .on("POST /v2/repository/index", 500, "");

    assertThat(server.told(protocol())).isEqualTo(Description.EMPTY);
  }
}

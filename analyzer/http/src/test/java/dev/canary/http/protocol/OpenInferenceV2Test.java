package dev.canary.http.protocol;

import static dev.canary.http.protocol.V2Given.ID;
import static dev.canary.http.protocol.V2Given.INPUT;
import static dev.canary.http.protocol.V2Given.answer;
import static dev.canary.http.protocol.V2Given.body;
import static dev.canary.http.protocol.V2Given.protocol;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.canary.http.protocol.Description.Port;
import dev.canary.http.wire.WireAnswer;
import dev.canary.http.wire.WireRequest;
import dev.canary.suite.Input;
import dev.canary.target.Exchange;
import dev.canary.target.LoadException;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.DType;
import dev.canary.tensor.OpenInference;
import dev.canary.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OpenInferenceV2Test {
  private static final String BINARY = "binary_tensor_data";

  private static Description told(Map<String, Port> inputs, String... extensions) {
    return new Description(
        Optional.of("triton 2.51.0"),
        List.of(),
        inputs,
        Map.of(),
        Map.of(),
        Set.of(extensions),
        OptionalLong.empty(),
        List.of());
  }

  private static Reply read(String body) throws Exception {
    return protocol().read(INPUT, ID, answer(200, body));
  }

  private static PredictionException failure(int status, String body) {
    return catchThrowableOfType(
        PredictionException.class, () -> protocol().read(INPUT, ID, answer(status, body)));
  }

  private static Tensor tensor(Reply reply, String name) {
    return Objects.requireNonNull(reply.tensors().get(name));
  }

  @Test
  void aRequestInJsonIsFlatAndShortest() throws Exception {
    WireRequest request = protocol().request(INPUT, ID);

    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo("v2/models/iris/infer");
    assertThat(request.headers()).containsEntry("Content-Type", "application/json");
    assertThat(body(request))
        .isEqualTo(
            "{\"id\":\"canary-1\",\"inputs\":[{\"name\":\"x\",\"shape\":[1,2],"
                + "\"datatype\":\"FP32\",\"data\":[0.1,-0.0]}]}");
  }

  @Test
  void everyOptionIsHeeded() throws Exception {
    OpenInferenceV2 protocol =
        protocol(
            Map.of(
                "modelVersion", "3 b",
                "layout", "nested",
                "outputs", "[\"y\", \"z\"]",
                "parameters", "{\"content_type\": \"pd\", \"k\": 2, \"warm\": true}",
                "inputParameters", "{\"x\": {\"content_type\": \"np\"}}"));

    assertThat(protocol.request(INPUT, ID).path()).isEqualTo("v2/models/iris/versions/3%20b/infer");
    assertThat(body(protocol.request(INPUT, ID)))
        .contains("\"parameters\":{\"content_type\":\"pd\",\"k\":2,\"warm\":true}")
        .contains("\"parameters\":{\"content_type\":\"np\"},\"data\":[[0.1,-0.0]]")
        .contains("\"outputs\":[{\"name\":\"y\"},{\"name\":\"z\"}]");
    assertThat(protocol.ready().orElseThrow().request().path())
        .isEqualTo("v2/models/iris/versions/3%20b/ready");
    assertThat(protocol.inquiries().stream().map(i -> i.request().path()))
        .startsWith("v2", "v2/models/iris/versions/3%20b", "v2/models/iris");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "encoding|raw|target.encoding is \"raw\"; kserve-v2 allows auto, json, binary",
        "layout|wide|target.layout is \"wide\"; kserve-v2 allows flat, nested",
        "parameters|[1]|target.parameters is a list of 1; allowed: an object",
        "parameters|{\"a\": [1]}|target.parameters.a is a list of 1; allowed: a text, a number,"
            + " true, false",
        "outputs|{\"y\": 1}|target.outputs is an object of [y]; allowed: a list of names",
        "outputs|[\"y\", 1]|target.outputs is a list of 2; allowed: a list of names",
        "inputParameters|{\"x\": 1}|target.inputParameters.x is 1; allowed: an object",
      })
  void anOptionThatMakesNoSenseIsNamed(String key, String value, String expected) {
    assertThatThrownBy(() -> protocol(Map.of(key, value)))
        .isInstanceOf(LoadException.class)
        .hasMessage(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "auto, binary_tensor_data, true",
    "auto, binary-tensor-data, true",
    "auto, metrics, false",
    "json, binary_tensor_data, false",
    "binary, metrics, true",
  })
  void binaryIsUsedWhereTheServerListsIt(String encoding, String extension, boolean binary)
      throws Exception {
    Protocol protocol = protocol(Map.of("encoding", encoding)).speaking(told(Map.of(), extension));

    assertThat(protocol.request(INPUT, ID).headers().containsKey(V2Request.HEADER_LENGTH))
        .isEqualTo(binary);
  }

  @Test
  void aBinaryRequestIsItsJsonAndTheBytesOfItsTensors() throws Exception {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("half", Tensor.ofBytes(DType.FP16, new int[] {2}, new byte[] {1, 125, 0, -128}));
    tensors.put("text", Tensor.ofTexts(new int[] {1}, List.of("base64:/w==")));
    Protocol protocol = protocol().speaking(told(Map.of(), BINARY));

    WireRequest request = protocol.request(Input.of(tensors), ID);

    String json =
        "{\"id\":\"canary-1\",\"parameters\":{\"binary_data_output\":true},\"inputs\":["
            + "{\"name\":\"half\",\"shape\":[2],\"datatype\":\"FP16\","
            + "\"parameters\":{\"binary_data_size\":4}},"
            + "{\"name\":\"text\",\"shape\":[1],\"datatype\":\"BYTES\","
            + "\"parameters\":{\"binary_data_size\":5}}]}";
    assertThat(request.headers())
        .containsEntry("Content-Type", "application/octet-stream")
        .containsEntry("Inference-Header-Content-Length", String.valueOf(json.length()));
    assertThat(HexFormat.of().formatHex(request.body()))
        .isEqualTo(
            HexFormat.of().formatHex(json.getBytes(StandardCharsets.UTF_8))
                + "017d0080"
                + "01000000ff");
  }

  @Test
  void askedOutputsAreAskedInBinary() throws Exception {
    Protocol protocol = protocol(Map.of("outputs", "[\"y\"]", "encoding", "binary"));

    assertThat(body(protocol.request(INPUT, ID)))
        .contains("\"outputs\":[{\"name\":\"y\",\"parameters\":{\"binary_data\":true}}]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INT64|3.5|input \"x\" is fp64[], the model declares INT64[-1, 1]",
        "INT32|3|{\"name\":\"x\",\"shape\":[1,1],\"datatype\":\"INT32\",\"data\":[3]}",
        "FP32|3|{\"name\":\"x\",\"shape\":[1,1],\"datatype\":\"FP32\",\"data\":[3.0]}",
        "FP64|3|{\"name\":\"x\",\"shape\":[1,1],\"datatype\":\"FP64\",\"data\":[3.0]}",
      })
  void aBareNumberTakesTheDeclaredTypeIfItFits(String declared, String number, String expected)
      throws Exception {
    Tensor bare =
        number.contains(".")
            ? Tensor.ofDoubles(new int[] {}, Double.parseDouble(number))
            : Tensor.ofLongs(new int[] {}, Long.parseLong(number));
    Protocol protocol =
        protocol().speaking(told(Map.of("x", new Port(declared, List.of(-1L, 1L)))));
    Input input = Input.of(Map.of("x", bare));

    if (expected.startsWith("{")) {
      assertThat(body(protocol.request(input, ID))).contains(expected);
    } else {
      assertThatThrownBy(() -> protocol.request(input, ID)).hasMessage(expected);
    }
  }

  @Test
  void aBareTextIsOneElementWhereNothingIsDeclared() throws Exception {
    Input input = Input.of(Map.of("x", Tensor.ofTexts(new int[] {}, List.of("RL"))));

    assertThat(body(protocol().request(input, ID)))
        .contains("\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[\"RL\"]");
  }

  @Test
  void whatJsonCannotCarryIsRefusedWithTheWayOut() {
    Tensor half = Tensor.ofBytes(DType.FP16, new int[] {1}, new byte[2]);
    Tensor nan = Tensor.ofFloats(new int[] {1}, Float.NaN);

    assertThat(refusal(Input.of(Map.of("x", half))))
        .isEqualTo(
            "input \"x\" is fp16, which this protocol carries in binary tensors alone:"
                + " target.encoding binary sends them");
    assertThat(refusal(Input.of(Map.of("x", nan))))
        .isEqualTo("input \"x\" holds NaN, which JSON cannot carry; binary tensors can");
    assertThat(refusal(new Input(Map.of(), Set.of("age"))))
        .isEqualTo("input [age] is null, which this protocol cannot say");
  }

  private static String refusal(Input input) {
    PredictionException e =
        catchThrowableOfType(PredictionException.class, () -> protocol().request(input, ID));
    assertThat(e.reason()).isEqualTo(Reason.BAD_INPUT);
    return String.valueOf(e.getMessage());
  }

  /** Answers of servers, shortened: the datatype behind the data, integers for floats, and more. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"data\":[1,2],\"datatype\":\"FP32\",\"name\":\"y\",\"parameters\":null,\"shape\":[2]}"
            + "|fp32[2]|1.0",
        "{\"name\":\"y\",\"shape\":[],\"datatype\":\"INT64\",\"data\":[1]}|int64[]|1",
        "{\"name\":\"y\",\"shape\":[],\"datatype\":\"INT64\",\"data\":[1,2]}|int64[2]|1",
        "{\"name\":\"y\",\"shape\":[-1,2],\"datatype\":\"INT64\",\"data\":[1,2]}|int64[1, 2]|1",
        "{\"name\":\"y\",\"shape\":[2,1],\"datatype\":\"INT64\",\"data\":[[1],[2]]}|int64[2, 1]|1",
        "{\"name\":\"y\",\"shape\":[2],\"datatype\":\"INT64\",\"data\":[[1],[2]]}|int64[2]|1",
        "{\"name\":\"y\",\"shape\":[0,3],\"datatype\":\"FP32\",\"data\":[]}|fp32[0, 3]|",
        "{\"name\":\"y\",\"shape\":[],\"datatype\":\"BYTES\",\"data\":[\"No\"]}|string[]|No",
        "{\"name\":\"y\",\"shape\":[1],\"datatype\":\"STRING\",\"data\":[\"3.3:1\"]}"
            + "|string[1]|3.3:1",
        "{\"name\":\"y\",\"shape\":[1],\"datatype\":\"UINT64\",\"data\":[18446744073709551615]}"
            + "|uint64[1]|18446744073709551615",
        "{\"name\":\"y\",\"shape\":[1],\"datatype\":\"INT64\",\"data\":[9007199254740993]}"
            + "|int64[1]|9007199254740993",
        "{\"name\":\"y\",\"shape\":[1],\"datatype\":\"FP32\",\"data\":[NaN]}|fp32[1]|NaN",
        "{\"name\":\"y\",\"shape\":[1],\"datatype\":\"FP32\",\"data\":[-Infinity]}"
            + "|fp32[1]|-Infinity",
        "{\"name\":\"y\",\"shape\":[1],\"datatype\":\"FP16\",\"data\":[0.1]}"
            + "|fp16[1]|0.0999755859375",
        "{\"name\":\"y\",\"shape\":[1],\"datatype\":\"BOOL\",\"data\":[true]}|bool[1]|true",
      })
  void anOutputIsReadAsTheServerMeansIt(String output, String type, String first) throws Exception {
    Tensor tensor = tensor(read("{\"outputs\":[" + output + "]}"), "y");

    assertThat(tensor).hasToString(type);
    if (first != null) {
      assertThat(tensor.labelAt(0)).isEqualTo(first);
    }
  }

  @Test
  void theVersionAndNullsAreFacts() throws Exception {
    Reply reply =
        read(
            "{\"id\":\"canary-1\",\"model_name\":\"iris\",\"model_version\":\"v1.0.0\","
                + "\"outputs\":[{\"name\":\"y\",\"shape\":[2],\"datatype\":\"FP32\","
                + "\"data\":[1.5,null]}]}");

    assertThat(reply.facts())
        .containsEntry(Exchange.VERSION, "v1.0.0")
        .containsEntry(
            Exchange.REMARK,
            "1 of 2 numbers of \"y\" are null, as some servers write NaN and both infinities");
    assertThat(tensor(reply, "y").doubleAt(1)).isNaN();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"id\":\"other\",\"outputs\":[]}|BAD_ANSWER|the answer is to request \"other\", asked was"
            + " \"canary-1\"",
        "{\"predictions\":[1]}|BAD_ANSWER|the answer is an object of [predictions], without"
            + " outputs",
        "{\"outputs\":[]}|EMPTY|the answer holds no output",
        "{\"outputs\":{\"y\":[1]}}|BAD_ANSWER|outputs is an object of [y] where a list belongs",
        "{\"error\":\"boom\"}|MODEL_ERROR|HTTP 200 with an error: boom",
        "{\"outputs\":[{\"name\":\"y\",\"shape\":[3],\"datatype\":\"FP32\",\"data\":[1]}]}"
            + "|BAD_ANSWER|output \"y\" has 1 elements where its shape [3] needs 3",
        "{\"outputs\":[{\"name\":\"y\",\"shape\":[2],\"datatype\":\"FP32\",\"data\":[1,,2]}]}"
            + "|BAD_ANSWER|the answer is not JSON: an element is missing in front of byte 64:"
            + " {\"outputs\":[{\"name\":\"y\",\"shape\":[2],\"datatype\":\"FP32\",\"data\":[1,,2]}]}",
        "{\"outputs\":[{\"name\":\"y\",\"shape\":[1],\"datatype\":\"FLOAT\",\"data\":[1]}]}"
            + "|BAD_ANSWER|output \"y\" has datatype \"FLOAT\"; known are [FP64, FP32, FP16, BF16,"
            + " INT64, INT32, INT16, INT8, UINT64, UINT32, UINT16, UINT8, BOOL, BYTES]",
        "{\"outputs\":[{\"name\":\"y\",\"shape\":[1],\"datatype\":\"FP32\"}]}"
            + "|BAD_ANSWER|output \"y\" has no data",
        "{\"outputs\":[{\"name\":\"y\",\"datatype\":\"FP32\",\"data\":[1]}]}"
            + "|BAD_ANSWER|output \"y\" has no shape",
        "{\"outputs\":[{\"name\":\"y\",\"shape\":[4294967296],\"datatype\":\"FP32\",\"data\":[]}]}"
            + "|BAD_ANSWER|output \"y\" has no possible shape: [4294967296]",
        "{\"outputs\":[{\"name\":\"y\",\"shape\":[-2],\"datatype\":\"FP32\",\"data\":[1]}]}"
            + "|BAD_ANSWER|output \"y\" has no possible shape: [-2]",
        "{\"outputs\":[{\"shape\":[1]}]}|BAD_ANSWER|an output has no name: an object of [shape]",
        "{\"outputs\":[{\"name\":\"y\",\"shape\":[1],\"datatype\":\"BOOL\",\"data\":[true]},"
            + "{\"name\":\"y\",\"shape\":[1],\"datatype\":\"BOOL\",\"data\":[true]}]}"
            + "|BAD_ANSWER|output \"y\" stands twice in the answer",
        "{\"outputs\":[{\"name\":\"y\",\"shape\":[1],\"datatype\":\"FP32\","
            + "\"parameters\":{\"binary_data_size\":4}}]}"
            + "|BAD_ANSWER|output \"y\" has 4 bytes where 0 are left in the answer",
        "[]|BAD_ANSWER|the answer is a list of 0, without outputs",
      })
  void anAnswerThatHoldsNoPredictionSaysWhy(String body, Reason reason, String expected) {
    PredictionException e = failure(200, body);

    assertThat(e).hasMessage(expected);
    assertThat(e.reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @EnumSource
  void everyTypeKeepsItsBitsInABinaryAnswer(DType dtype) throws Exception {
    byte[] bits = HexFormat.of().parseHex("0100c0ff01007cffff7f80fff0ff0180");
    Tensor tensor =
        switch (dtype) {
          case STRING -> Tensor.ofTexts(new int[] {2}, List.of("\u00e9", "base64:/w=="));
          case BOOL -> Tensor.ofBooleans(new int[] {2}, true, false);
          case FP64, FP32, FP16, BF16, INT64, INT32, INT16, INT8, UINT64, UINT32, UINT16, UINT8 ->
              Tensor.ofBytes(dtype, new int[] {bits.length / dtype.width()}, bits);
        };
    byte[] raw = OpenInference.raw(tensor);
    String output =
        "{\"name\":\"y\",\"datatype\":\"%s\",\"shape\":[%d],\"parameters\":{\"binary_data_size\":%d}}"
            .formatted(OpenInference.word(dtype), tensor.size(), raw.length);
    String text = "{\"name\":\"z\",\"datatype\":\"INT8\",\"shape\":[1],\"data\":[7]}";

    Reply reply = protocol().read(INPUT, ID, binary(text + "," + output, raw));

    assertThat(tensor(reply, "y")).isEqualTo(tensor);
    assertThat(tensor(reply, "z").labelAt(0)).isEqualTo("7");
  }

  private static WireAnswer binary(String outputs, byte[] raw) {
    byte[] json = ("{\"outputs\":[" + outputs + "]}").getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(json);
    body.writeBytes(raw);
    return WireAnswer.of(
        200,
        Map.of(
            "Content-Type",
            "application/octet-stream",
            "Inference-Header-Content-Length",
            String.valueOf(json.length)),
        body.toByteArray());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "8|[2]|12|4 bytes of the answer belong to no output",
        "16|[4]|12|output \"y\" has 16 bytes where 12 are left in the answer",
        "12|[4]|12|output \"y\": fp32[4] needs 16 bytes, found 12",
        "-1|[3]|12|output \"y\" has -1 bytes where 12 are left in the answer",
        "12|[-1,2]|12|output \"y\" has no possible shape: [-1, 2]",
      })
  void bytesThatDoNotFitTheirJsonAreNamed(int size, String shape, int sent, String expected) {
    String output =
        "{\"name\":\"y\",\"datatype\":\"FP32\",\"shape\":%s,\"parameters\":{\"binary_data_size\":%d}}"
            .formatted(shape, size);

    assertThatThrownBy(() -> protocol().read(INPUT, ID, binary(output, new byte[sent])))
        .hasMessage(expected);
  }

  @ParameterizedTest
  @CsvSource({"99999999999", "-1", "abc", "50"})
  void aHeaderLengthThatCannotBeIsNamed(String length) {
    WireAnswer answer =
        WireAnswer.of(200, Map.of("inference-header-content-length", length), new byte[10]);

    assertThatThrownBy(() -> protocol().read(INPUT, ID, answer))
        .hasMessage(
            "Inference-Header-Content-Length is \"%s\" where the answer has 10 bytes", length);
  }

  @Test
  void aBinaryAnswerWhoseHeaderWasLostIsNamed() {
    WireAnswer answer =
        WireAnswer.of(200, Map.of("Content-Type", "application/octet-stream"), new byte[10]);

    assertThatThrownBy(() -> protocol().read(INPUT, ID, answer))
        .hasMessage("the answer is binary and has no header Inference-Header-Content-Length");
  }

  /** Status and text as each server answers them; protocols.md 2.1, 2.8 and 2.9. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "400|{\"error\":\"Model sum-model is not ready yet.\"}|NOT_READY",
        "400|{\"error\":\"Request for unknown model: 'iris' is not found\"}|NOT_READY",
        "503|{\"error\":\"Model with name iris is not ready.\"}|NOT_READY",
        "404|{\"error\":\"Model with name iris does not exist.\"}|NOT_READY",
        "404|{\"error\":\"Model iris not found\"}|NOT_READY",
        "503|{\"error\":\"Request for unknown model: 'iris' has no available versions\"}|NOT_READY",
        "424|\"\"|NOT_READY",
        "400|{\"error\":\"unexpected shape for input 'x'\"}|BAD_INPUT",
        "422|{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"Input should be 'BOOL'\"}]}|BAD_INPUT",
        "501|{\"error\":\"Model versioning not supported yet.\"}|BAD_INPUT",
        "500|{\"error\":\"ValueError : boom\"}|MODEL_ERROR",
        "500|{\"error\":\"ValueError: Out of range float values are not JSON compliant\"}"
            + "|NON_FINITE",
        "500|Out of range float values are not JSON compliant: nan|NON_FINITE",
        "400|{\"error\":\"Output \\\"y\\\" contains a non-finite (NaN/Inf) value that cannot be"
            + " serialized to JSON\"}|NON_FINITE",
        "500|{\"code\":500,\"type\":\"NullPointerException\",\"message\":\"outputs\"}|MODEL_ERROR",
      })
  void anErrorIsReadForWhatItMeans(int status, String body, Reason reason) {
    PredictionException e = failure(status, body);

    assertThat(e.reason()).isEqualTo(reason);
    assertThat(e).hasMessageContaining("HTTP " + status);
    assertThat(String.valueOf(e.getMessage())).doesNotContain("\n");
  }

  @Test
  void whatTheServerCouldNotWriteIsSaidSo() {
    assertThat(failure(500, "Out of range float values are not JSON compliant: nan"))
        .hasMessage(
            "the server could not write NaN or infinity as JSON: HTTP 500:"
                + " Out of range float values are not JSON compliant: nan");
  }
}

package dev.canary.http.protocol;

import static dev.canary.http.protocol.V2Given.ID;
import static dev.canary.http.protocol.V2Given.INPUT;
import static dev.canary.http.protocol.V2Given.body;
import static dev.canary.http.protocol.V2Given.protocol;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.canary.http.protocol.Description.Port;
import dev.canary.http.wire.WireRequest;
import dev.canary.suite.Input;
import dev.canary.target.LoadException;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        Optional.empty(),
        List.of());
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
}

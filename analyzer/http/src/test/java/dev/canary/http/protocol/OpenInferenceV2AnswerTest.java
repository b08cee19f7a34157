package dev.canary.http.protocol;

import static dev.canary.http.protocol.V2Given.ID;
import static dev.canary.http.protocol.V2Given.INPUT;
import static dev.canary.http.protocol.V2Given.answer;
import static dev.canary.http.protocol.V2Given.body;
import static dev.canary.http.protocol.V2Given.protocol;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.canary.http.wire.WireAnswer;
import dev.canary.target.Exchange;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.DType;
import dev.canary.tensor.OpenInference;
import dev.canary.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OpenInferenceV2AnswerTest {
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
        "{\"id\":\"other\",\"outputs\":[]}|UNREACHABLE|an answer to request id \"other\", asked was"
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

package dev.canary.http.protocol;

import static dev.canary.http.protocol.V2Given.ID;
import static dev.canary.http.protocol.V2Given.INPUT;
import static dev.canary.http.protocol.V2Given.protocol;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.canary.http.json.Json;
import dev.canary.http.json.JsonReader;
import dev.canary.http.json.JsonTensors;
import dev.canary.http.json.JsonWriter;
import dev.canary.http.wire.WireAnswer;
import dev.canary.suite.Input;
import dev.canary.target.Exchange;
import dev.canary.target.PredictionException;
import dev.canary.tensor.DType;
import dev.canary.tensor.OpenInference;
import dev.canary.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests and answers that others recorded or printed in their documents, read and written. */
class V2ContractTest {
  private static Json file(String name) throws IOException, PredictionException {
    return JsonReader.read(Files.readAllBytes(RealData.contract(name)));
  }

  private static Json fixture(String id) throws IOException, PredictionException {
    return file("fixtures.json").member("fixtures").orElseThrow().elements().stream()
        .filter(f -> f.member("id").flatMap(Json::text).orElseThrow().equals(id))
        .findFirst()
        .orElseThrow();
  }

  /** The answer in a fixture; a header of binary tensors is followed by so many bytes. */
  private static WireAnswer answer(Json fixture, int bytes) throws PredictionException {
    Json response = fixture.member("response").orElseThrow();
    byte[] json = JsonWriter.bytes(out -> write(out, response));
    Map<String, String> headers =
        bytes == 0
            ? Map.of()
            : Map.of("Inference-Header-Content-Length", String.valueOf(json.length));
    int status = Integer.parseInt(fixture.member("status").flatMap(Json::spelling).orElseThrow());
    return WireAnswer.of(status, headers, Arrays.copyOf(json, json.length + bytes));
  }

  private static void write(JsonGenerator out, Json json) throws IOException {
    if (json instanceof Json.Members object) {
      out.writeStartObject();
      for (Map.Entry<String, Json> member : object.members().entrySet()) {
        out.writeFieldName(member.getKey());
        write(out, member.getValue());
      }
      out.writeEndObject();
    } else if (json instanceof Json.Items list) {
      out.writeStartArray();
      for (Json element : list.elements()) {
        write(out, element);
      }
      out.writeEndArray();
    } else if (json.text().isPresent()) {
      out.writeString(json.text().get());
    } else {
      out.writeRawValue(json.spelling().orElse("null"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v2-sklearn|0|{predict=fp32[2]}|1.0",
        "v2-torchserve-empty-shape|0|{predict=int64[]}|1",
        "v2-torchserve-later|0|{input-0=int64[1]}|1",
        "v2-bytes|0|{predict=string[]}|Not Accepted",
        "v2-mlserver-sum|0|{output-0=fp32[1]}|21.0",
        "v2-mlserver-nan|0|{output-0=fp32[2]}|1.5",
        "v2-triton-classification|0|{output0=string[2]}|3.3:1",
        "v2-triton-binary|24|{output0=fp32[3, 2]}|0.0",
      })
  void aRecordedAnswerIsRead(String fixture, int bytes, String tensors, String first)
      throws Exception {
    Json recorded = fixture(fixture);
    String id =
        recorded.member("response").flatMap(r -> r.member("id")).flatMap(Json::text).orElse(ID);

    Reply reply = protocol().read(INPUT, id, answer(recorded, bytes));

    assertThat(reply.tensors()).hasToString(tensors);
    assertThat(reply.tensors().values().iterator().next().labelAt(0)).isEqualTo(first);
  }

  @Test
  void whatARecordedAnswerTellsBesideIsKept() throws Exception {
    Json sklearn = fixture("v2-sklearn");
    Json nan = fixture("v2-mlserver-nan");

    assertThat(
            protocol()
                .read(INPUT, "823248cc-d770-4a51-9606-16803395569c", answer(sklearn, 0))
                .facts())
        .isEqualTo(Map.of(Exchange.VERSION, "v1.0.0"));
    assertThat(protocol().read(INPUT, ID, answer(nan, 0)).facts())
        .containsOnlyKeys(Exchange.REMARK);
    assertThatThrownBy(() -> protocol().read(INPUT, ID, answer(fixture("v2-error"), 0)))
        .hasMessage("HTTP 400: <message>");
  }

  @Test
  void recordedMetadataAreRead() throws Exception {
    Description triton = V2Metadata.model(answer(fixture("v2-triton-metadata"), 0));
    Description sum = V2Metadata.model(ok(file("mlserver_model_metadata.response.json")));
    Description server = V2Metadata.server(ok(file("mlserver_server_metadata.response.json")));

    assertThat(triton.inputs()).hasToString("{INPUT__0=FP32[-1, 3, 32, 32]}");
    assertThat(triton.outputs()).hasToString("{OUTPUT__0=FP32[-1, 10]}");
    assertThat(triton.versions()).hasToString("{metadata=[1]}");
    assertThat(sum.inputs()).hasToString("{input-0=FP32[128]}");
    assertThat(sum.versions()).hasToString("{metadata=[sum-model/v1.2.3]}");
    assertThat(server.server()).contains("mlserver v0.1.0");
    assertThat(server.extensions()).containsExactly("metrics");
  }

  private static WireAnswer ok(Json body) throws PredictionException {
    return WireAnswer.of(200, Map.of(), JsonWriter.bytes(out -> write(out, body)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kserve_v2_bytes_text.request.json",
        "kserve_v2_iris.request.json",
        "kserve_v2_iris_binary.request.json",
        "kserve_v2_mlflow_columns.request.json",
        "kserve_v2_mnist_tensor.request.json",
        "kserve_v2_sklearn_mixed.request.json",
        "mlserver_sum.request.json",
      })
  void aRecordedRequestIsWrittenAsItWas(String name) throws Exception {
    Json recorded = file(name);
    Map<String, String> options = new LinkedHashMap<>(Map.of("layout", "nested"));
    if (recorded.member("parameters").isPresent()) {
      byte[] parameters =
          JsonWriter.bytes(out -> write(out, recorded.member("parameters").orElseThrow()));
      options.put("parameters", new String(parameters, StandardCharsets.UTF_8));
    }

    Json written =
        JsonReader.read(protocol(options).request(Input.of(inputs(recorded)), ID).body());

    // A bare text of a case is one element; the recorded request calls that a shape without axes.
    boolean bare = name.contains("bytes_text");
    assertThat(inputs(written).values().stream().map(t -> bare ? t.texts() : t).toList())
        .isEqualTo(inputs(recorded).values().stream().map(t -> bare ? t.texts() : t).toList());
    assertThat(inputs(written).keySet()).isEqualTo(inputs(recorded).keySet());
    assertThat(text(written, "parameters")).isEqualTo(text(recorded, "parameters"));
  }

  private static String text(Json json, String member) throws PredictionException {
    Json value = json.member(member).orElse(JsonReader.read("{}".getBytes(StandardCharsets.UTF_8)));
    return new String(JsonWriter.bytes(out -> write(out, value)), StandardCharsets.UTF_8);
  }

  private static Map<String, Tensor> inputs(Json request) throws PredictionException {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (Json input : request.member("inputs").orElseThrow().elements()) {
      DType dtype =
          input.member("datatype").flatMap(Json::text).flatMap(OpenInference::type).orElseThrow();
      int[] shape =
          input.member("shape").orElseThrow().elements().stream()
              .mapToInt(extent -> Integer.parseInt(extent.spelling().orElseThrow()))
              .toArray();
      String name = input.member("name").flatMap(Json::text).orElseThrow();
      inputs.put(name, JsonTensors.read(name, dtype, shape, input.member("data").orElseThrow()));
    }
    return inputs;
  }
}

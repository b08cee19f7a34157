package dev.canary.http.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.canary.http.json.Json;
import dev.canary.http.json.JsonWriter;
import dev.canary.http.json.JsonWriter.NonFinite;
import dev.canary.http.json.Spelled;
import dev.canary.http.protocol.Description.Port;
import dev.canary.http.protocol.V2Options.Layout;
import dev.canary.http.wire.WireRequest;
import dev.canary.suite.Input;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.DType;
import dev.canary.tensor.Lossless;
import dev.canary.tensor.OpenInference;
import dev.canary.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Words cases as inference requests. Thread-safe. */
final class V2Request {
  /** How many bytes of a body are its JSON, before the bytes of its tensors. */
  static final String HEADER_LENGTH = "Inference-Header-Content-Length";

  private final V2Options options;
  private final Map<String, Port> declared;
  private final List<String> outputs;
  private final Spelled spelled;
  private final JsonWriter writer = new JsonWriter(NonFinite.REFUSED);

  /**
   * @param declared the inputs that the model's metadata tell
   * @param outputs to ask for; none to leave the choice to the server
   * @param spelled the tensors of earlier requests in JSON
   */
  V2Request(V2Options options, Map<String, Port> declared, List<String> outputs, Spelled spelled) {
    this.options = options;
    this.declared = declared;
    this.outputs = outputs;
    this.spelled = spelled;
  }

  /** A request whose tensors are JSON. */
  WireRequest json(String path, Input input, String id) throws PredictionException {
    Map<String, Tensor> tensors = tensors(input);
    for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
      DType dtype = tensor.getValue().dtype();
      if (dtype == DType.FP16 || dtype == DType.BF16) {
        throw bad(
            ("input \"%s\" is %s, which this protocol carries in binary tensors alone:"
                    + " target.encoding binary sends them")
                .formatted(tensor.getKey(), dtype.label()));
      }
    }
    return WireRequest.json(path, JsonWriter.bytes(json -> write(json, id, tensors, List.of())));
  }

  /** A request whose tensors follow its JSON as bytes, and whose answer should be the same. */
  WireRequest binary(String path, Input input, String id) throws PredictionException {
    Map<String, Tensor> tensors = tensors(input);
    List<byte[]> raw = new ArrayList<>(tensors.size());
    tensors.values().forEach(tensor -> raw.add(OpenInference.raw(tensor)));
    byte[] header = JsonWriter.bytes(json -> write(json, id, tensors, raw));
    ByteArrayOutputStream body = new ByteArrayOutputStream(header.length);
    body.writeBytes(header);
    raw.forEach(body::writeBytes);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/octet-stream");
    headers.put(HEADER_LENGTH, String.valueOf(header.length));
    return new WireRequest("POST", path, headers, body.toByteArray());
  }

  private Map<String, Tensor> tensors(Input input) throws PredictionException {
    if (!input.nulls().isEmpty()) {
      throw bad("input %s is null, which this protocol cannot say".formatted(input.nulls()));
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, Tensor> given : input.tensors().entrySet()) {
      boolean bare = given.getValue().shape().length == 0;
      tensors.put(
          given.getKey(), bare ? fitted(given.getKey(), given.getValue()) : given.getValue());
    }
    return tensors;
  }

  /** A bare value of a case in the type that the model declares, and as its one element. */
  private Tensor fitted(String name, Tensor bare) throws PredictionException {
    Optional<Port> port = Optional.ofNullable(declared.get(name));
    Tensor typed = bare;
    Optional<DType> wanted = port.flatMap(p -> OpenInference.type(p.datatype()));
    if (wanted.isPresent()) {
      typed =
          Lossless.as(wanted.get(), bare)
              .orElseThrow(
                  () ->
                      bad(
                          "input \"%s\" is %s, the model declares %s"
                              .formatted(name, bare, port.get())));
    }
    int[] ones = new int[port.map(p -> p.shape().size()).orElse(1)];
    Arrays.fill(ones, 1);
    return typed.dtype() == DType.STRING
        ? Tensor.ofTexts(ones, typed.texts())
        : Tensor.ofBytes(typed.dtype(), ones, OpenInference.raw(typed));
  }

  /** Writes the JSON; with raw bytes, only their sizes in the place of data. */
  private void write(JsonGenerator json, String id, Map<String, Tensor> tensors, List<byte[]> raw)
      throws IOException, PredictionException {
    boolean binary = !raw.isEmpty();
    json.writeStartObject();
    json.writeStringField("id", id);
    Map<String, String> more = binary ? Map.of("binary_data_output", "true") : Map.of();
    parameters(json, options.parameters(), more);
    json.writeArrayFieldStart("inputs");
    Iterator<byte[]> bytes = raw.iterator();
    for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
      Map<String, String> size =
          binary ? Map.of("binary_data_size", String.valueOf(bytes.next().length)) : Map.of();
      input(json, tensor.getKey(), tensor.getValue(), size);
    }
    json.writeEndArray();
    outputs(json, binary ? Map.of("binary_data", "true") : Map.of());
    json.writeEndObject();
  }

  private void input(JsonGenerator json, String name, Tensor tensor, Map<String, String> size)
      throws IOException, PredictionException {
    json.writeStartObject();
    json.writeStringField("name", name);
    json.writeFieldName("shape");
    json.writeArray(tensor.shape(), 0, tensor.shape().length);
    json.writeStringField("datatype", OpenInference.word(tensor.dtype()));
    parameters(json, options.inputParameters().getOrDefault(name, Map.of()), size);
    if (size.isEmpty()) {
      json.writeFieldName("data");
      String where = "input \"" + name + "\"";
      json.writeRawValue(spelled.of(tensor, data -> write(data, where, tensor)));
    }
    json.writeEndObject();
  }

  private void write(JsonGenerator json, String where, Tensor tensor)
      throws IOException, PredictionException {
    if (options.layout() == Layout.FLAT) {
      writer.flat(json, where, tensor);
    } else {
      writer.nested(json, where, tensor);
    }
  }

  private void outputs(JsonGenerator json, Map<String, String> parameters) throws IOException {
    if (outputs.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("outputs");
    for (String output : outputs) {
      json.writeStartObject();
      json.writeStringField("name", output);
      parameters(json, Map.of(), parameters);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void parameters(
      JsonGenerator json, Map<String, Json> given, Map<String, String> own) throws IOException {
    if (given.isEmpty() && own.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart("parameters");
    for (Map.Entry<String, Json> parameter : given.entrySet()) {
      json.writeFieldName(parameter.getKey());
      if (parameter.getValue().text().isPresent()) {
        json.writeString(parameter.getValue().text().get());
      } else {
        json.writeRawValue(parameter.getValue().spelling().orElseThrow());
      }
    }
    for (Map.Entry<String, String> parameter : own.entrySet()) {
      json.writeFieldName(parameter.getKey());
      json.writeRawValue(parameter.getValue());
    }
    json.writeEndObject();
  }

  private static PredictionException bad(String message) {
    return new PredictionException(Reason.BAD_INPUT, message);
  }
}

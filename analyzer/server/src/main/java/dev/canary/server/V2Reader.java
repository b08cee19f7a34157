package dev.canary.server;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.canary.server.V2Request.Form;
import dev.canary.server.V2Request.Wanted;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one inference request: JSON, and the tensors behind it. */
final class V2Reader {
  private final byte[] body;
  private final int jsonLength;
  // Where the next binary tensor begins.
  private int behind;
  private Optional<String> id = Optional.empty();
  private Optional<Form> form = Optional.empty();
  private final List<Tensor> inputs = new ArrayList<>();
  private final List<Wanted> outputs = new ArrayList<>();

  /** The parts of a tensor in any order. */
  private static final class Parts {
    private String name = "";
    private @Nullable Datatype datatype;
    private @Nullable List<Long> shape;
    private int binarySize = -1;
    private int dataStart = -1;
    private @Nullable ByteBuffer data;
  }

  private V2Reader(byte[] body, int jsonLength) {
    this.body = body;
    this.jsonLength = jsonLength;
    this.behind = jsonLength;
  }

  static V2Request read(byte[] body, int jsonLength) throws IOException, InferenceException {
    V2Reader reader = new V2Reader(body, jsonLength);
    try (JsonParser json = Json.parser(body, 0, jsonLength)) {
      reader.request(json);
      if (json.nextToken() != null) {
        throw InferenceException.badRequest("something follows the JSON object");
      }
    }
    if (reader.behind != body.length) {
      throw InferenceException.badRequest(
          "unexpected additional input data: " + (body.length - reader.behind) + " bytes");
    }
    return new V2Request(reader.id, reader.inputs, reader.outputs, reader.form.orElse(Form.JSON));
  }

  private void request(JsonParser json) throws IOException, InferenceException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw InferenceException.badRequest("the request is no JSON object");
    }
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      json.nextToken();
      switch (field) {
        case "id" -> id = Optional.of(json.getText());
        case "parameters" -> form = form(json, "binary_data_output");
        case "inputs" -> inputs(json);
        case "outputs" -> outputs(json);
        default -> json.skipChildren();
      }
    }
  }

  private static Optional<Form> form(JsonParser json, String key)
      throws IOException, InferenceException {
    expect(json, JsonToken.START_OBJECT, "parameters");
    Optional<Form> form = Optional.empty();
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      boolean isYes = json.nextToken() == JsonToken.VALUE_TRUE;
      if (field.equals(key)) {
        form = Optional.of(isYes ? Form.BINARY : Form.JSON);
      }
      json.skipChildren();
    }
    return form;
  }

  private void inputs(JsonParser json) throws IOException, InferenceException {
    expect(json, JsonToken.START_ARRAY, "inputs");
    while (json.nextToken() == JsonToken.START_OBJECT) {
      Tensor tensor = input(json);
      if (inputs.stream().anyMatch(other -> other.name().equals(tensor.name()))) {
        throw InferenceException.badRequest("input '" + tensor.name() + "' comes twice");
      }
      inputs.add(tensor);
    }
    expect(json, JsonToken.END_ARRAY, "inputs");
  }

  private void outputs(JsonParser json) throws IOException, InferenceException {
    expect(json, JsonToken.START_ARRAY, "outputs");
    while (json.nextToken() == JsonToken.START_OBJECT) {
      String name = "";
      Optional<Form> own = Optional.empty();
      for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
        json.nextToken();
        switch (field) {
          case "name" -> name = json.getText();
          case "parameters" -> own = form(json, "binary_data");
          default -> json.skipChildren();
        }
      }
      outputs.add(new Wanted(name, own));
    }
    expect(json, JsonToken.END_ARRAY, "outputs");
  }

  private static void expect(JsonParser json, JsonToken token, String where)
      throws IOException, InferenceException {
    if (json.currentToken() != token) {
      throw InferenceException.badRequest(
          "found " + json.getText() + " in " + where + "; allowed is " + token.asString());
    }
  }

  private Tensor input(JsonParser json) throws IOException, InferenceException {
    Parts parts = new Parts();
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      json.nextToken();
      switch (field) {
        case "name" -> parts.name = json.getText();
        case "datatype" -> parts.datatype = Datatype.named(json.getText());
        case "shape" -> parts.shape = shape(json);
        case "parameters" -> parts.binarySize = binarySize(json);
        case "data" -> data(json, parts);
        default -> json.skipChildren();
      }
    }
    return tensor(parts);
  }

  private static List<Long> shape(JsonParser json) throws IOException, InferenceException {
    expect(json, JsonToken.START_ARRAY, "shape");
    List<Long> shape = new ArrayList<>();
    while (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
      shape.add(json.getLongValue());
    }
    expect(json, JsonToken.END_ARRAY, "shape");
    return shape;
  }

  private static int binarySize(JsonParser json) throws IOException, InferenceException {
    expect(json, JsonToken.START_OBJECT, "parameters");
    int size = -1;
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      json.nextToken();
      if (field.equals("binary_data_size")) {
        size = json.getIntValue();
      }
      json.skipChildren();
    }
    return size;
  }

  /** What the elements mean depends on the datatype, which may come later. */
  private static void data(JsonParser json, Parts parts) throws IOException, InferenceException {
    expect(json, JsonToken.START_ARRAY, "data");
    if (parts.datatype != null) {
      parts.data = elements(json, parts.datatype);
    } else {
      parts.dataStart = (int) json.currentTokenLocation().getByteOffset();
      json.skipChildren();
    }
  }

  /** The elements of an array, nested or not. */
  private static ByteBuffer elements(JsonParser json, Datatype datatype)
      throws IOException, InferenceException {
    RawWriter raw = new RawWriter();
    int depth = 1;
    while (depth > 0) {
      JsonToken token = json.nextToken();
      if (token == JsonToken.START_ARRAY) {
        depth++;
      } else if (token == JsonToken.END_ARRAY) {
        depth--;
      } else {
        Elements.read(json, datatype, raw);
      }
    }
    return raw.written();
  }

  private Tensor tensor(Parts parts) throws IOException, InferenceException {
    if (parts.name.isEmpty() || parts.datatype == null || parts.shape == null) {
      throw InferenceException.badRequest("an input needs name, datatype and shape");
    }
    if (parts.binarySize >= 0) {
      return Tensor.received(parts.name, parts.datatype, parts.shape, binary(parts));
    }
    if (parts.dataStart >= 0) {
      try (JsonParser json = Json.parser(body, parts.dataStart, jsonLength - parts.dataStart)) {
        json.nextToken();
        parts.data = elements(json, parts.datatype);
      }
    }
    if (parts.data == null) {
      throw InferenceException.badRequest("input '" + parts.name + "' has no data");
    }
    return Tensor.received(parts.name, parts.datatype, parts.shape, parts.data);
  }

  private ByteBuffer binary(Parts parts) throws InferenceException {
    if (parts.binarySize > body.length - behind) {
      throw InferenceException.badRequest(
          "input '" + parts.name + "': the request ends before its " + parts.binarySize + " bytes");
    }
    ByteBuffer bytes = ByteBuffer.wrap(body, behind, parts.binarySize);
    behind += parts.binarySize;
    return bytes;
  }
}

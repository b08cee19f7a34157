package dev.canary.server;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@code :predict} request, row by row ({@code instances}) or column by column ({@code inputs}),
 * as TensorFlow Serving's {@code api_rest.md} describes both and KServe v1 the first.
 *
 * <p>JSON without datatypes: they are those that the model declares, or FP32 where it declares
 * nothing.
 */
record PredictRequest(Layout layout, List<Tensor> inputs) {

  /** How inputs and outputs are laid out. */
  enum Layout {
    ROWS,
    COLUMNS
  }

  static PredictRequest read(byte[] body, List<Slot> declared)
      throws IOException, InferenceException {
    try (JsonParser json = Json.parser(body, 0, body.length)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw InferenceException.badRequest("the request is no JSON object");
      }
      Optional<PredictRequest> request = Optional.empty();
      for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
        json.nextToken();
        switch (field) {
          case "instances" ->
              request =
                  Optional.of(new PredictRequest(Layout.ROWS, new Reader(json, declared).rows()));
          case "inputs" ->
              request =
                  Optional.of(
                      new PredictRequest(Layout.COLUMNS, new Reader(json, declared).columns()));
          default -> json.skipChildren();
        }
      }
      return request.orElseThrow(
          () ->
              InferenceException.badRequest(
                  "the request has neither \"instances\" nor \"inputs\""));
    }
  }

  /** Reads the tensors of one request. */
  private record Reader(JsonParser json, List<Slot> declared, Map<String, Nest> nests) {
    Reader(JsonParser json, List<Slot> declared) {
      this(json, declared, new LinkedHashMap<>());
    }

    private List<Tensor> rows() throws IOException, InferenceException {
      if (json.currentToken() != JsonToken.START_ARRAY) {
        throw InferenceException.badRequest("\"instances\" is no array");
      }
      while (json.nextToken() != JsonToken.END_ARRAY) {
        if (isNamed()) {
          for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            nest(name).readRow(json);
          }
        } else {
          nest(only()).readRow(json);
        }
      }
      return tensors();
    }

    private List<Tensor> columns() throws IOException, InferenceException {
      if (isNamed()) {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
          json.nextToken();
          nest(name).readAll(json);
        }
      } else {
        nest(only()).readAll(json);
      }
      return tensors();
    }

    // An object may also be the {"b64": ..} of a model's only input, if that takes bytes.
    private boolean isNamed() {
      return json.currentToken() == JsonToken.START_OBJECT
          && !(declared.size() == 1 && declared.get(0).datatype() == Datatype.BYTES);
    }

    private String only() throws InferenceException {
      if (declared.size() > 1) {
        throw InferenceException.badRequest(
            "the model has " + declared.size() + " inputs, which the request must name");
      }
      return declared.isEmpty() ? "input" : declared.get(0).name();
    }

    private Nest nest(String name) throws InferenceException {
      Nest known = nests.get(name);
      if (known != null) {
        return known;
      }
      Slot slot =
          declared.isEmpty()
              ? new Slot(name, Datatype.FP32, List.of())
              : declared.stream()
                  .filter(input -> input.name().equals(name))
                  .findFirst()
                  .orElseThrow(
                      () -> InferenceException.badRequest("the model has no input " + name));
      Nest fresh = new Nest(slot);
      nests.put(name, fresh);
      return fresh;
    }

    private List<Tensor> tensors() throws InferenceException {
      List<Tensor> tensors = new ArrayList<>();
      for (Nest nest : nests.values()) {
        tensors.add(nest.tensor());
      }
      if (tensors.isEmpty()) {
        throw InferenceException.badRequest("the request has no input");
      }
      return tensors;
    }
  }
}

package dev.canary.server;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * TensorFlow Serving's REST API ({@code tensorflow_serving/g3doc/api_rest.md}) below {@code
 * /tfs/v1}: on its own port it would share its paths with KServe v1.
 */
final class TfServingApi implements Api {
  private static final String PREDICT = ":predict";

  private final Serving serving;

  TfServingApi(Serving serving) {
    this.serving = serving;
  }

  @Override
  public Reply answer(Call call) throws InferenceException, IOException {
    List<String> path = new ArrayList<>(call.path());
    if (path.size() < 3 || !path.subList(0, 2).equals(List.of("v1", "models"))) {
      throw unknown();
    }
    String last = path.get(path.size() - 1);
    boolean isPredict = call.method().equals("POST") && last.endsWith(PREDICT);
    if (isPredict) {
      path.set(path.size() - 1, last.substring(0, last.length() - PREDICT.length()));
    }
    boolean isMetadata = last.equals("metadata") && path.size() > 3;
    if (isMetadata) {
      path.remove(path.size() - 1);
    }
    Optional<String> version = version(path.subList(3, path.size()));
    if (isPredict) {
      return predict(path.get(2), version, call.body());
    }
    if (!call.method().equals("GET")) {
      throw unknown();
    }
    return isMetadata ? metadata(path.get(2), version) : status(path.get(2), version);
  }

  private static Optional<String> version(List<String> path) throws InferenceException {
    if (path.isEmpty()) {
      return Optional.empty();
    }
    if (path.size() != 2 || !path.get(0).equals("versions")) {
      throw unknown();
    }
    return Optional.of(path.get(1));
  }

  private static InferenceException unknown() {
    return InferenceException.notFound("Malformed request: there is no such path");
  }

  private Reply predict(String name, Optional<String> version, byte[] body)
      throws InferenceException, IOException {
    LoadedModel model = serving.repository().find(name, version);
    PredictRequest request = PredictRequest.read(body, model.model().inputs());
    Serving.Answer answer = serving.infer(name, version, request.inputs(), List.of());
    PredictAnswer shaped = new PredictAnswer(answer.outputs(), Nest.Dialect.TF_SERVING);
    return switch (request.layout()) {
      case ROWS -> shaped.rows();
      case COLUMNS -> shaped.columns();
    };
  }

  /** Without a version, of all of them; always 200, whatever the state. */
  private Reply status(String name, Optional<String> version) throws InferenceException {
    LoadedModel found = serving.repository().find(name, version);
    List<LoadedModel> models =
        version.isPresent() ? List.of(found) : serving.repository().versions(name);
    String state = serving.isReady() ? "AVAILABLE" : "LOADING";
    return Reply.ok(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("model_version_status");
          for (LoadedModel model : models) {
            json.writeStartObject();
            json.writeStringField("version", model.version());
            json.writeStringField("state", state);
            json.writeObjectFieldStart("status");
            json.writeStringField("error_code", "OK");
            json.writeStringField("error_message", "");
            json.writeEndObject();
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private Reply metadata(String name, Optional<String> version) throws InferenceException {
    LoadedModel model = serving.repository().find(name, version);
    return Reply.ok(
        json -> {
          json.writeStartObject();
          json.writeObjectFieldStart("model_spec");
          json.writeStringField("name", name);
          json.writeStringField("signature_name", "");
          json.writeStringField("version", model.version());
          json.writeEndObject();
          json.writeObjectFieldStart("metadata");
          json.writeObjectFieldStart("signature_def");
          json.writeObjectFieldStart("signature_def");
          json.writeObjectFieldStart("serving_default");
          slots(json, "inputs", model.model().inputs());
          slots(json, "outputs", model.model().outputs());
          json.writeStringField("method_name", "tensorflow/serving/predict");
          for (int open = 0; open < 5; open++) {
            json.writeEndObject();
          }
        });
  }

  private static void slots(JsonGenerator json, String field, List<Slot> slots) throws IOException {
    json.writeObjectFieldStart(field);
    for (Slot slot : slots) {
      json.writeObjectFieldStart(slot.name());
      json.writeStringField("dtype", dtype(slot.datatype()));
      json.writeObjectFieldStart("tensor_shape");
      json.writeArrayFieldStart("dim");
      for (long size : slot.shape()) {
        json.writeStartObject();
        json.writeStringField("size", Long.toString(size));
        json.writeStringField("name", "");
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeBooleanField("unknown_rank", false);
      json.writeEndObject();
      json.writeStringField("name", slot.name() + ":0");
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static String dtype(Datatype datatype) {
    return switch (datatype) {
      case FP16 -> "DT_HALF";
      case BF16 -> "DT_BFLOAT16";
      case FP32 -> "DT_FLOAT";
      case FP64 -> "DT_DOUBLE";
      case BYTES -> "DT_STRING";
      case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64 ->
          "DT_" + datatype.name();
    };
  }
}

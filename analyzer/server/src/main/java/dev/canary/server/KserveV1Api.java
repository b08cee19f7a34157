package dev.canary.server;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * KServe's protocol v1 below {@code /v1}: {@code
 * python/kserve/kserve/protocol/rest/v1_endpoints.py} of its SDK. Numbers that are not finite
 * become {@code null}, as orjson writes them there.
 */
final class KserveV1Api implements Api {
  private static final String PREDICT = ":predict";

  private final Serving serving;

  KserveV1Api(Serving serving) {
    this.serving = serving;
  }

  @Override
  public Reply answer(Call call) throws InferenceException, IOException {
    List<String> path = call.path();
    if (path.isEmpty() || path.size() > 2 || !path.get(0).equals("models")) {
      throw InferenceException.notFound("there is no such path");
    }
    if (call.is("GET", 1)) {
      return Reply.ok(new V2Reports(serving)::names);
    }
    if (call.is("GET", 2)) {
      return state(serving.repository().find(path.get(1), Optional.empty()).name());
    }
    if (call.is("POST", 2) && path.get(1).endsWith(PREDICT)) {
      String name = path.get(1).substring(0, path.get(1).length() - PREDICT.length());
      return predict(name, call.body());
    }
    throw InferenceException.notFound("there is no such path");
  }

  private Reply state(String name) {
    boolean ready = serving.isReady();
    return Reply.json(ready ? 200 : 503, Json.bytes(json -> state(json, name, ready)));
  }

  private static void state(JsonGenerator json, String name, boolean ready) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", name);
    json.writeBooleanField("ready", ready);
    json.writeEndObject();
  }

  private Reply predict(String name, byte[] body) throws InferenceException, IOException {
    LoadedModel model = serving.repository().find(name, Optional.empty());
    PredictRequest request = PredictRequest.read(body, model.model().inputs());
    if (request.layout() != PredictRequest.Layout.ROWS) {
      throw InferenceException.badRequest("Expected \"instances\" to be a list");
    }
    Serving.Answer answer = serving.infer(name, Optional.empty(), request.inputs(), List.of());
    return new PredictAnswer(answer.outputs(), Nest.Dialect.KSERVE).rows();
  }
}

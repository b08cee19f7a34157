package dev.canary.server;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The Open Inference Protocol v2 below {@code /v2}, with Triton's statistics ({@code
 * extension_statistics.md}) and repository index ({@code extension_model_repository.md}).
 */
final class V2Api implements Api {
  static final List<String> EXTENSIONS =
      List.of("binary_tensor_data", "model_repository", "statistics");

  private final Serving serving;

  V2Api(Serving serving) {
    this.serving = serving;
  }

  @Override
  public Reply answer(Call call) throws InferenceException, IOException {
    List<String> path = call.path();
    if (call.is("GET", 0)) {
      return Reply.ok(V2Api::server);
    }
    if (call.is("GET", 2) && path.get(0).equals("health")) {
      return health(path.get(1));
    }
    if (call.is("POST", 2) && path.equals(List.of("repository", "index"))) {
      return Reply.ok(new V2Reports(serving)::index);
    }
    if (!path.isEmpty() && path.get(0).equals("models")) {
      return models(call.below(1));
    }
    throw unknown();
  }

  private static InferenceException unknown() {
    return InferenceException.notFound("there is no such path");
  }

  private static void server(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", Serving.NAME);
    json.writeStringField("version", Serving.VERSION);
    Json.strings(json, "extensions", EXTENSIONS);
    json.writeEndObject();
  }

  private Reply health(String what) throws InferenceException {
    return switch (what) {
      case "live" -> state(true, json -> json.writeBooleanField("live", true));
      case "ready" ->
          state(serving.isReady(), json -> json.writeBooleanField("ready", serving.isReady()));
      default -> throw unknown();
    };
  }

  private static Reply state(boolean isGood, Json.Value fields) {
    byte[] bytes =
        Json.bytes(
            json -> {
              json.writeStartObject();
              fields.write(json);
              json.writeEndObject();
            });
    return Reply.json(isGood ? 200 : 503, bytes);
  }

  private Reply models(Call call) throws InferenceException, IOException {
    List<String> path = call.path();
    V2Reports reports = new V2Reports(serving);
    if (call.is("GET", 0)) {
      return Reply.ok(reports::names);
    }
    if (call.is("GET", 1) && path.get(0).equals("stats")) {
      return Reply.ok(json -> reports.stats(json, serving.repository().all()));
    }
    boolean isVersioned = path.size() > 2 && path.get(1).equals("versions");
    Optional<String> version = isVersioned ? Optional.of(path.get(2)) : Optional.empty();
    return model(call.below(isVersioned ? 3 : 1), path.get(0), version);
  }

  private Reply model(Call call, String name, Optional<String> version)
      throws InferenceException, IOException {
    String what = call.path().isEmpty() ? "" : call.path().get(0);
    if (call.is("POST", 1) && what.equals("infer")) {
      List<Slot> declared = serving.repository().find(name, version).model().inputs();
      V2Request request = V2Codec.read(call, declared);
      return V2Codec.write(
          request, serving.infer(name, version, request.inputs(), request.names()));
    }
    if (!call.method().equals("GET") || call.path().size() > 1) {
      throw unknown();
    }
    LoadedModel model = serving.repository().find(name, version);
    V2Reports reports = new V2Reports(serving);
    return switch (what) {
      case "" -> Reply.ok(json -> reports.metadata(json, model));
      case "ready" ->
          state(
              serving.isReady(),
              json -> {
                json.writeStringField("name", name);
                json.writeBooleanField("ready", serving.isReady());
              });
      case "stats" ->
          Reply.ok(
              json ->
                  reports.stats(
                      json,
                      version.isPresent() ? List.of(model) : serving.repository().versions(name)));
      default -> throw unknown();
    };
  }
}

package dev.canary.server;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;

/** What the server says of its models. */
final class V2Reports {
  private final Serving serving;

  V2Reports(Serving serving) {
    this.serving = serving;
  }

  /** As KServe's own server lists them. */
  void names(JsonGenerator json) throws IOException {
    TreeSet<String> names = new TreeSet<>();
    serving.repository().all().forEach(model -> names.add(model.name()));
    json.writeStartObject();
    Json.strings(json, "models", names);
    json.writeEndObject();
  }

  void index(JsonGenerator json) throws IOException {
    json.writeStartArray();
    for (LoadedModel model : serving.repository().all()) {
      json.writeStartObject();
      json.writeStringField("name", model.name());
      json.writeStringField("version", model.version());
      json.writeStringField("state", serving.isReady() ? "READY" : "LOADING");
      json.writeStringField("reason", "");
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  void metadata(JsonGenerator json, LoadedModel model) throws IOException {
    List<LoadedModel> versions = serving.repository().versions(model.name());
    json.writeStartObject();
    json.writeStringField("name", model.name());
    Json.strings(json, "versions", versions.stream().map(LoadedModel::version).toList());
    json.writeStringField("platform", model.model().platform());
    slots(json, "inputs", model.model().inputs());
    slots(json, "outputs", model.model().outputs());
    json.writeEndObject();
  }

  private static void slots(JsonGenerator json, String field, List<Slot> slots) throws IOException {
    json.writeArrayFieldStart(field);
    for (Slot slot : slots) {
      json.writeStartObject();
      json.writeStringField("name", slot.name());
      json.writeStringField("datatype", slot.datatype().name());
      Json.numbers(json, "shape", slot.shape());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  void stats(JsonGenerator json, List<LoadedModel> models) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("model_stats");
    for (LoadedModel model : models) {
      stats(json, model);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  // Answers from the cache are successes, and no inferences.
  private static void stats(JsonGenerator json, LoadedModel model) throws IOException {
    ModelStats.Snapshot stats = model.stats();
    json.writeStartObject();
    json.writeStringField("name", model.name());
    json.writeStringField("version", model.version());
    json.writeNumberField("last_inference", stats.lastMillis());
    json.writeNumberField("inference_count", stats.compute().count());
    json.writeNumberField("execution_count", stats.compute().count());
    json.writeObjectFieldStart("inference_stats");
    count(json, "success", stats.success());
    count(json, "fail", stats.fail());
    count(json, "compute_infer", stats.compute());
    count(json, "cache_hit", stats.cacheHit());
    count(json, "cache_miss", stats.cacheMiss());
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void count(JsonGenerator json, String field, ModelStats.Count count)
      throws IOException {
    json.writeObjectFieldStart(field);
    json.writeNumberField("count", count.count());
    json.writeNumberField("ns", count.nanos());
    json.writeEndObject();
  }
}

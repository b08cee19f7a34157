package dev.canary.format;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Platform;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A model's identity in JSON. */
final class ModelJson {
  private ModelJson() {}

  static void write(JsonGenerator json, ModelIdentity model) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", model.name());
    writeOptional(json, "version", model.version());
    writeOptional(json, "artifactDigest", model.artifactDigest());
    writeOptional(json, "weightDigest", model.weightDigest());
    json.writeStringField("engine", model.engine());
    json.writeStringField("engineVersion", model.engineVersion());
    if (model.platform().isPresent()) {
      Platform platform = model.platform().get();
      json.writeObjectFieldStart("platform");
      json.writeStringField("os", platform.os());
      json.writeStringField("arch", platform.arch());
      json.writeStringField("cpu", platform.cpu());
      json.writeStringField("runtime", platform.runtime());
      json.writeEndObject();
    }
    json.writeObjectFieldStart("provenance");
    for (Map.Entry<String, String> entry : new TreeMap<>(model.provenance()).entrySet()) {
      json.writeStringField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  static ModelIdentity read(Section section) {
    Optional<Platform> platform = section.section("platform").map(ModelJson::platform);
    Map<String, String> provenance = new TreeMap<>();
    section
        .section("provenance")
        .ifPresent(
            s -> s.keys().forEach(key -> s.spelling(key).ifPresent(v -> provenance.put(key, v))));
    ModelIdentity model =
        new ModelIdentity(
            section.text("name").orElse(""),
            section.text("version"),
            section.text("artifactDigest"),
            section.text("weightDigest"),
            section.text("engine").orElse(""),
            section.text("engineVersion").orElse(""),
            platform,
            provenance);
    section.end();
    return model;
  }

  private static Platform platform(Section section) {
    Platform platform =
        new Platform(
            section.text("os").orElse(""),
            section.text("arch").orElse(""),
            section.text("cpu").orElse(""),
            section.text("runtime").orElse(""));
    section.end();
    return platform;
  }

  private static void writeOptional(JsonGenerator json, String key, Optional<String> value)
      throws IOException {
    if (value.isPresent()) {
      json.writeStringField(key, value.get());
    }
  }
}

package dev.canary.format;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.canary.quality.Advice;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Writes advice to the author of a suite. */
final class AdviceJson {
  private AdviceJson() {}

  /** Writes the field {@code advice} of the object that is open. */
  static void write(JsonGenerator json, List<Advice> all) throws IOException {
    json.writeArrayFieldStart("advice");
    for (Advice advice : all) {
      json.writeStartObject();
      json.writeStringField("kind", advice.kind().label());
      json.writeStringField("reason", advice.reason());
      json.writeStringField("cure", advice.cure());
      json.writeArrayFieldStart("cases");
      for (Advice.Named named : advice.cases()) {
        write(json, named);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, Advice.Named named) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", named.id());
    if (!named.like().isEmpty()) {
      json.writeStringField("like", named.like());
    }
    for (Map.Entry<String, Double> figure : named.figures().entrySet()) {
      json.writeFieldName(figure.getKey());
      Numbers.write(json, figure.getValue());
    }
    json.writeEndObject();
  }
}

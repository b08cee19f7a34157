package dev.canary.format;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** A part of a YAML file as JSON text. */
final class NodeJson {
  private NodeJson() {}

  static String text(Node node) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = Json.FACTORY.createGenerator(text)) {
      write(json, node);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be written", e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Node node) throws IOException {
    if (node instanceof Node.Entries entries) {
      json.writeStartObject();
      for (Map.Entry<String, Node.Entry> entry : entries.entries().entrySet()) {
        json.writeFieldName(entry.getKey());
        write(json, entry.getValue().value());
      }
      json.writeEndObject();
    } else if (node instanceof Node.Items items) {
      json.writeStartArray();
      for (Node item : items.items()) {
        write(json, item);
      }
      json.writeEndArray();
    } else if (node instanceof Node.Scalar scalar) {
      writeScalar(json, scalar);
    } else {
      throw new IllegalArgumentException("a YAML file holds no " + node.found());
    }
  }

  private static void writeScalar(JsonGenerator json, Node.Scalar scalar) throws IOException {
    if (scalar.isNull()) {
      json.writeNull();
    } else if (scalar.style() != Node.Style.QUOTED && Scalars.isNumber(scalar.text())) {
      json.writeNumber(scalar.text());
    } else if (scalar.style() != Node.Style.QUOTED && Scalars.flag(scalar).isPresent()) {
      json.writeBoolean(Scalars.flag(scalar).orElseThrow());
    } else {
      json.writeString(scalar.text());
    }
  }
}

package dev.canary.format;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An event in the JSON format of CloudEvents 1.0, as a consumer may want to hand it on. */
public final class CloudEventJson {
  private CloudEventJson() {}

  /**
   * One event on one line.
   *
   * @param key of the record, written as the extension {@code partitionkey}
   * @param attributes the context attributes by name
   * @param data its JSON; empty for a tombstone
   */
  public static String of(
      Optional<String> key, Map<String, String> attributes, Optional<String> data) {
    return RunJson.text(
        json -> {
          json.writeStartObject();
          for (Map.Entry<String, String> attribute : new TreeMap<>(attributes).entrySet()) {
            json.writeStringField(attribute.getKey(), attribute.getValue());
          }
          if (key.isPresent()) {
            json.writeStringField("partitionkey", key.get());
          }
          json.writeFieldName("data");
          json.writeRawValue(data.orElse("null"));
          json.writeEndObject();
        });
  }

  /**
   * An event in structured mode, taken apart.
   *
   * @param attributes by name
   * @param data its JSON; empty if there is none
   */
  public record Parts(Map<String, String> attributes, Optional<String> data) {
    public Parts {
      attributes = Map.copyOf(attributes);
    }
  }

  /**
   * Takes an event in structured mode apart.
   *
   * @throws FormatException if it is no JSON object
   */
  public static Parts read(String json) throws FormatException {
    Map<String, String> attributes = new TreeMap<>();
    Optional<String> data = Optional.empty();
    try (JsonParser parser = Json.FACTORY.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw problem("the event is no JSON object");
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (name.equals("data")) {
          data = value == JsonToken.VALUE_NULL ? Optional.empty() : Optional.of(copy(parser));
        } else if (name.equals("data_base64")) {
          data = Optional.of(new String(parser.getBinaryValue(), StandardCharsets.UTF_8));
        } else if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
          attributes.put(name, parser.getText());
        } else {
          parser.skipChildren();
        }
      }
    } catch (JsonProcessingException e) {
      throw problem(JsonTree.message(e));
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail to be read", e);
    }
    return new Parts(attributes, data);
  }

  /** The value that the parser stands at, its numbers as they are spelled. */
  private static String copy(JsonParser parser) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator copy = Json.FACTORY.createGenerator(text)) {
      copy.copyCurrentStructureExact(parser);
    }
    return text.toString();
  }

  private static FormatException problem(String found) {
    return new FormatException(new Problem("the event", 0, found, ""));
  }
}

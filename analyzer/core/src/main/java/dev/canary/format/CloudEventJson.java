package dev.canary.format;

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
}

package dev.canary.format;

import java.util.Map;

/** Small JSON objects of texts. */
public final class Texts {
  private Texts() {}

  /** An object of these keys and texts, on one line, in the map's order. */
  public static String json(Map<String, String> texts) {
    return RunJson.text(
        json -> {
          json.writeStartObject();
          for (Map.Entry<String, String> entry : texts.entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
          }
          json.writeEndObject();
        });
  }
}

package dev.canary.format;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.canary.alert.Silence;
import java.io.IOException;

/** The JSON of silences. */
public final class SilenceJson {
  private SilenceJson() {}

  /** A silence, on one line. */
  public static String of(Silence silence) {
    return RunJson.text(
        json -> {
          json.writeStartObject();
          json.writeStringField("id", silence.id());
          json.writeStringField("watch", silence.watch());
          json.writeStringField("from", silence.from().toString());
          writeRest(json, silence);
          json.writeEndObject();
        });
  }

  /** Beside an alert that it silences. */
  static void write(JsonGenerator json, Silence silence) throws IOException {
    json.writeObjectFieldStart("silenced");
    json.writeStringField("id", silence.id());
    writeRest(json, silence);
    json.writeEndObject();
  }

  private static void writeRest(JsonGenerator json, Silence silence) throws IOException {
    json.writeStringField("until", silence.until().toString());
    json.writeStringField("by", silence.by());
    json.writeStringField("reason", silence.reason());
  }
}

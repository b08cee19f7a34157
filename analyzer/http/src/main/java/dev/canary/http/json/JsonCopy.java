package dev.canary.http.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.canary.target.PredictionException;
import java.io.IOException;
import java.util.Map;

/** Writes a JSON value that was read, numbers as they were spelled, with some texts replaced. */
public final class JsonCopy {
  private JsonCopy() {}

  /** Writes what stands for a text of the original. */
  @FunctionalInterface
  public interface Texts {
    void write(JsonGenerator json, String text) throws IOException, PredictionException;
  }

  /**
   * Writes a value.
   *
   * @throws PredictionException if what stands for a text cannot be written
   */
  public static void write(JsonGenerator json, Json value, Texts texts)
      throws IOException, PredictionException {
    if (value instanceof Json.Members members) {
      json.writeStartObject();
      for (Map.Entry<String, Json> entry : members.members().entrySet()) {
        json.writeFieldName(entry.getKey());
        write(json, entry.getValue(), texts);
      }
      json.writeEndObject();
    } else if (value instanceof Json.Scalar scalar) {
      switch (scalar.kind()) {
        case NUMBER, NON_FINITE -> json.writeRawValue(scalar.spelling().orElseThrow());
        case TEXT -> texts.write(json, scalar.text().orElseThrow());
        case TRUE -> json.writeBoolean(true);
        case FALSE -> json.writeBoolean(false);
        case NULL -> json.writeNull();
      }
    } else {
      json.writeStartArray();
      for (Json element : value.elements()) {
        write(json, element, texts);
      }
      json.writeEndArray();
    }
  }
}

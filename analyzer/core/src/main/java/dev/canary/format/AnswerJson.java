package dev.canary.format;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.canary.measure.Answer;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What a measure answered, as JSON on one line. */
public final class AnswerJson {
  private AnswerJson() {}

  /**
   * The answer to a request.
   *
   * @param id of the request, in JSON
   */
  public static String answer(String id, Answer answer) {
    return RunJson.text(
        json -> {
          begin(json, id);
          write(json, answer);
          json.writeEndObject();
        });
  }

  /** Why there is no answer to a request. */
  public static String error(String id, String why) {
    return RunJson.text(
        json -> {
          begin(json, id);
          json.writeStringField("error", why);
          json.writeEndObject();
        });
  }

  private static void begin(JsonGenerator json, String id) throws IOException {
    json.writeStartObject();
    json.writeFieldName("id");
    json.writeRawValue(id);
  }

  /** The fields of an answer, into an object that was begun. */
  static void write(JsonGenerator json, Answer answer) throws IOException {
    if (answer.statistic().isPresent()) {
      field(json, "statistic", answer.statistic().getAsDouble());
    }
    if (answer.significance().isPresent()) {
      Answer.Tail tail = answer.significance().get();
      field(json, "pValue", tail.pValue());
      field(json, "logPValue", tail.logPValue());
      json.writeStringField("method", tail.method());
    }
    for (Map.Entry<String, List<Double>> list : answer.lists().entrySet()) {
      json.writeArrayFieldStart(list.getKey());
      for (double value : list.getValue()) {
        Numbers.write(json, value);
      }
      json.writeEndArray();
    }
    json.writeStringField("name", answer.name());
    if (answer.seed().isPresent()) {
      json.writeNumberField("seed", answer.seed().getAsLong());
    }
    if (answer.effect().isPresent()) {
      Answer.Effect effect = answer.effect().get();
      field(json, "effect", effect.value());
      json.writeStringField("effectName", effect.name());
      if (!effect.unit().isEmpty()) {
        json.writeStringField("unit", effect.unit());
      }
    }
    for (Map.Entry<String, Double> detail : answer.details().entrySet()) {
      field(json, detail.getKey(), detail.getValue());
    }
  }

  private static void field(JsonGenerator json, String name, double value) throws IOException {
    json.writeFieldName(name);
    Numbers.write(json, value);
  }
}

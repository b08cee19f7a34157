package dev.canary.format;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.canary.measure.Comparison;
import dev.canary.measure.Movement;
import dev.canary.measure.Predictions;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Two files of predictions compared, as one JSON object on one line. */
public final class ComparisonJson {
  private static final String SCHEMA = "dev.canary/distance/v1";

  private ComparisonJson() {}

  /** The whole comparison. */
  public static String text(Comparison comparison) {
    return RunJson.text(
        json -> {
          json.writeStartObject();
          json.writeStringField("schema", SCHEMA);
          file(json, "a", comparison.a(), comparison.matching().onlyA());
          file(json, "b", comparison.b(), comparison.matching().onlyB());
          String by = comparison.matching().by().name().toLowerCase(Locale.ROOT);
          json.writeStringField("pairedBy", by);
          json.writeNumberField("pairs", by.equals("nothing") ? 0 : comparison.matching().pairs());
          movements(json, comparison.movements());
          lines(json, "paired", comparison.paired());
          lines(json, "unpaired", comparison.unpaired());
          texts(json, "notes", comparison.notes());
          json.writeEndObject();
        });
  }

  private static void file(JsonGenerator json, String name, Predictions file, List<String> only)
      throws IOException {
    json.writeObjectFieldStart(name);
    json.writeStringField("file", file.file());
    json.writeNumberField("predictions", file.keys().size());
    texts(json, "columns", file.columns().stream().map(Predictions.Column::name).toList());
    texts(json, "unpaired", only);
    texts(json, "unanswered", file.unanswered());
    json.writeEndObject();
  }

  private static void movements(JsonGenerator json, List<Movement> movements) throws IOException {
    json.writeArrayFieldStart("movements");
    for (Movement movement : movements) {
      json.writeStartObject();
      json.writeStringField("column", movement.column());
      json.writeNumberField("pairs", movement.pairs());
      json.writeNumberField("moved", movement.moved());
      if (movement.largest().isPresent()) {
        json.writeFieldName("largest");
        Numbers.write(json, movement.largest().getAsDouble());
      }
      if (!movement.where().isEmpty()) {
        json.writeStringField("where", movement.where());
      }
      if (!movement.changes().isEmpty()) {
        json.writeObjectFieldStart("changes");
        for (Map.Entry<String, Long> change : movement.changes().entrySet()) {
          json.writeNumberField(change.getKey(), change.getValue());
        }
        json.writeEndObject();
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void lines(JsonGenerator json, String name, List<Comparison.Line> lines)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (Comparison.Line line : lines) {
      json.writeStartObject();
      json.writeStringField("measure", line.measure());
      json.writeStringField("column", line.column());
      AnswerJson.write(json, line.answer());
      if (line.adjusted().isPresent()) {
        json.writeFieldName("pValueHolm");
        Numbers.write(json, line.adjusted().getAsDouble());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void texts(JsonGenerator json, String name, List<String> texts)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }
}

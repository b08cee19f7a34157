package dev.canary.http.protocol;

import dev.canary.http.json.JsonReader;
import dev.canary.http.wire.WireAnswer;
import dev.canary.target.PredictionException;
import dev.canary.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * An answer whose form is whatever the model's author chose: JSON of any shape, comma-separated
 * values, or text.
 */
final class FreeAnswer {
  /** The name of the answer as a whole. */
  static final String NAME = "output";

  private static final String JSON_STARTS = "{[\"";

  private FreeAnswer() {}

  /**
   * Reads the answer.
   *
   * @param form what is known of its outputs
   * @throws PredictionException EMPTY if there is none, UNREACHABLE if it is a page of HTML,
   *     BAD_ANSWER if it is neither JSON nor text
   */
  static Reply read(OutputForm form, WireAnswer answer) throws PredictionException {
    Outputs outputs = new Outputs(form, NAME);
    String type = answer.header("content-type").orElse("").toLowerCase(Locale.ROOT);
    String text = answer.text().strip();
    if (type.startsWith("text/csv") && !text.isEmpty()) {
      return outputs
          .add(JsonReader.read(Csv.toJson(text).getBytes(StandardCharsets.UTF_8)))
          .reply();
    }
    if (text.isEmpty() || isJson(type, text)) {
      return outputs.add(JsonReader.read(answer.body())).reply();
    }
    HtmlPage.refuse(answer);
    return outputs.put(NAME, Tensor.ofTexts(new int[0], List.of(answer.text()))).reply();
  }

  /** A text like {@code tabby} is no broken JSON, a text like <code>{"a": 1</code> is. */
  private static boolean isJson(String type, String text) {
    if (type.contains("json") || JSON_STARTS.indexOf(text.charAt(0)) >= 0) {
      return true;
    }
    try {
      JsonReader.read(text.getBytes(StandardCharsets.UTF_8));
      return true;
    } catch (PredictionException e) {
      return false;
    }
  }
}

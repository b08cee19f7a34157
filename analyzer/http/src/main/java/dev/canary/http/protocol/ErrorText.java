package dev.canary.http.protocol;

import dev.canary.http.json.Json;
import dev.canary.http.json.JsonReader;
import dev.canary.http.json.Quote;
import dev.canary.http.wire.WireAnswer;
import dev.canary.target.PredictionException;
import java.util.List;
import java.util.Optional;

/**
 * What a server says of an error, in one line.
 *
 * <p>Read are {@code {"error": "text"}} (Open Inference, TensorFlow Serving, KServe), {@code
 * {"error": {"message", "type", "code"}}} (OpenAI), {@code {"code", "type", "message"}}
 * (TorchServe, DJL Serving), {@code {"error_code", "message"}} (MLflow), {@code {"detail"}}
 * (FastAPI; a text, an object or a list of them), a bare JSON text, the title of a page of HTML,
 * and any other text.
 */
final class ErrorText {
  private static final List<String> MESSAGES =
      List.of("error", "message", "detail", "msg", "error_message", "errorMessage");
  private static final List<String> KINDS = List.of("type", "error_code", "code");

  private ErrorText() {}

  /** The message of an answer; empty if its body says nothing. */
  static Optional<String> of(WireAnswer answer) {
    try {
      return of(JsonReader.read(answer.body())).map(Quote::line);
    } catch (PredictionException e) {
      return HtmlPage.told(answer)
          .or(() -> Optional.of(answer.text().strip()).filter(t -> !t.isEmpty()))
          .map(Quote::line);
    }
  }

  /** The message in an object, list or text. */
  static Optional<String> of(Json json) {
    if (json.text().isPresent()) {
      return json.text().filter(t -> !t.isBlank());
    }
    for (Json element : json.elements()) {
      return of(element);
    }
    Optional<String> kind = KINDS.stream().flatMap(k -> text(json, k).stream()).findFirst();
    for (String key : MESSAGES) {
      Optional<String> message = json.member(key).flatMap(ErrorText::of);
      if (message.isPresent()) {
        return Optional.of(kind.map(k -> k + ": ").orElse("") + message.get());
      }
    }
    return kind;
  }

  private static Optional<String> text(Json json, String key) {
    return json.member(key).flatMap(Json::text);
  }
}

package dev.canary.http.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.canary.suite.Input;
import dev.canary.target.LoadException;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The ways to ask TensorFlow Serving for an inference (g3doc/api_rest.md). */
enum TfWay {
  ROWS(":predict", "instances", List.of("predictions")),
  COLUMNS(":predict", "inputs", List.of("outputs")),
  CLASSIFY(":classify", "examples", List.of("results", "result")),
  // The page says "result" in its text and "results" in its example; the server writes the latter.
  REGRESS(":regress", "examples", List.of("results", "result"));

  private final String suffix;
  private final String question;

  @SuppressWarnings("ImmutableEnumChecker") // A copy that cannot be changed.
  private final List<String> answers;

  TfWay(String suffix, String question, List<String> answers) {
    this.suffix = suffix;
    this.question = question;
    this.answers = List.copyOf(answers);
  }

  /** As the options {@code method} and {@code format} say. */
  static TfWay of(Settings settings) throws LoadException {
    String method =
        settings.word("method", List.of("predict", "classify", "regress")).orElse("predict");
    Optional<String> format = settings.word("format", List.of("row", "columnar"));
    return switch (method) {
      case "classify" -> CLASSIFY;
      case "regress" -> REGRESS;
      default -> format.filter("columnar"::equals).isPresent() ? COLUMNS : ROWS;
    };
  }

  /** What follows the model's path. */
  String suffix() {
    return suffix;
  }

  /** The member that holds the input. */
  String question() {
    return question;
  }

  /** The members that may hold the answer. */
  List<String> answers() {
    return answers;
  }

  /** Writes the input of a case. */
  void write(JsonGenerator json, Instances rows, Input input)
      throws IOException, PredictionException {
    switch (this) {
      case ROWS -> rows.write(json, input);
      case COLUMNS -> {
        if (!input.nulls().isEmpty()) {
          throw new PredictionException(
              Reason.BAD_INPUT,
              "input \"%s\" is null, which a tensor cannot be"
                  .formatted(input.nulls().iterator().next()));
        }
        rows.whole(json, input);
      }
      case CLASSIFY, REGRESS -> rows.examples(json, input);
    }
  }
}

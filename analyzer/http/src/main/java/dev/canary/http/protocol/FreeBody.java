package dev.canary.http.protocol;

import dev.canary.http.json.JsonWriter;
import dev.canary.http.json.Slices;
import dev.canary.http.wire.WireRequest;
import dev.canary.suite.Input;
import dev.canary.target.LoadException;
import dev.canary.target.Option;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.ByteTexts;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A request whose form is whatever the model's author chose: JSON, the bytes of the only input, or
 * its text.
 *
 * @param form of the body
 * @param contentType what it is called
 * @param json how tensors are written
 */
record FreeBody(Form form, String contentType, Instances json) {
  static final Option FORM = Option.word("body", List.of("json", "raw", "text"));
  static final Option CONTENT_TYPE = Option.of("contentType", Option.Kind.TEXT);

  private static final Set<String> NAMELESS = Set.of("", "body");

  /** The words of the option {@code body}. */
  enum Form {
    JSON,
    RAW,
    TEXT
  }

  /** As the options say. */
  static FreeBody of(Settings settings, JsonWriter.NonFinite nonFinite) throws LoadException {
    Form form =
        switch (settings.word(FORM.key(), FORM.words()).orElse("json")) {
          case "raw" -> Form.RAW;
          case "text" -> Form.TEXT;
          default -> Form.JSON;
        };
    String usual =
        switch (form) {
          case JSON -> "application/json";
          case RAW -> "application/octet-stream";
          case TEXT -> "text/plain; charset=utf-8";
        };
    return new FreeBody(
        form, settings.text(CONTENT_TYPE.key()).orElse(usual), Instances.of(settings, nonFinite));
  }

  /** The request to a path. */
  WireRequest request(String path, Input input) throws PredictionException {
    byte[] body = form == Form.JSON ? json(input) : bytes(only(input));
    return new WireRequest("POST", path, Map.of("Content-Type", contentType), body);
  }

  /** An object of the inputs by name; a single one that is called {@code body} as it is. */
  private byte[] json(Input input) throws PredictionException {
    boolean nameless =
        json.names() == Instances.Names.AUTO
            && input.tensors().size() == 1
            && NAMELESS.containsAll(input.tensors().keySet());
    return JsonWriter.bytes(
        out -> {
          if (nameless || json.names() == Instances.Names.DROP) {
            json.value(out, "body", only(input));
          } else {
            json.object(out, input.tensors(), input.nulls());
          }
        });
  }

  private static Tensor only(Input input) throws PredictionException {
    if (input.tensors().size() == 1 && input.nulls().isEmpty()) {
      return input.tensors().values().iterator().next();
    }
    throw new PredictionException(
        Reason.BAD_INPUT,
        "a body without names holds one input, this case has %d"
            .formatted(input.tensors().size() + input.nulls().size()));
  }

  /** The bytes of a tensor as they are: of one text, or of numbers. */
  private static byte[] bytes(Tensor tensor) throws PredictionException {
    if (tensor.dtype() != DType.STRING) {
      return Slices.bytes(tensor);
    }
    if (tensor.size() == 1) {
      return ByteTexts.bytes(tensor.texts().get(0));
    }
    throw new PredictionException(
        Reason.BAD_INPUT, "a body holds one text, this input is " + tensor);
  }
}

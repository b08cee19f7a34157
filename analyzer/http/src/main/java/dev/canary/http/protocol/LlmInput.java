package dev.canary.http.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.canary.http.json.Json;
import dev.canary.http.json.JsonReader;
import dev.canary.http.json.JsonWriter;
import dev.canary.suite.Input;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.ByteTexts;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The input of a language model: texts by name, and single numbers and flags as further parameters.
 *
 * <p>{@code messages} is the content of one user message, or the JSON of a list of messages.
 */
final class LlmInput {
  private static final String MESSAGES = "messages";

  private LlmInput() {}

  /** True if an input holds a text: one of language, not of features. */
  static boolean isOfTexts(Input input) {
    return input.tensors().values().stream().anyMatch(t -> t.dtype() == DType.STRING);
  }

  /** Writes all inputs as members of an object that is open. */
  static void write(JsonGenerator json, Input input) throws IOException, PredictionException {
    for (Map.Entry<String, Tensor> entry : input.tensors().entrySet()) {
      member(json, entry.getKey(), entry.getValue());
    }
    for (String name : input.nulls()) {
      json.writeNullField(name);
    }
  }

  /** Writes one input as a member of an object that is open. */
  static void member(JsonGenerator json, String name, Tensor tensor)
      throws IOException, PredictionException {
    json.writeFieldName(name);
    if (name.equals(MESSAGES)) {
      messages(json, text(MESSAGES, tensor));
    } else {
      new JsonWriter(JsonWriter.NonFinite.REFUSED)
          .nested(json, "input \"%s\"".formatted(name), tensor);
    }
  }

  private static void messages(JsonGenerator json, String text) throws IOException {
    if (isList(text)) {
      json.writeRawValue(text);
      return;
    }
    json.writeStartArray();
    json.writeStartObject();
    json.writeStringField("role", "user");
    json.writeStringField("content", text);
    json.writeEndObject();
    json.writeEndArray();
  }

  private static boolean isList(String text) {
    try {
      List<Json> elements = JsonReader.read(text.getBytes(StandardCharsets.UTF_8)).elements();
      return !elements.isEmpty() && elements.get(0).member("role").isPresent();
    } catch (PredictionException e) {
      return false;
    }
  }

  private static String text(String name, Tensor tensor) throws PredictionException {
    if (tensor.dtype() == DType.STRING && tensor.size() == 1) {
      return ByteTexts.text(tensor.texts().get(0)).orElse("");
    }
    throw new PredictionException(
        Reason.BAD_INPUT, "input \"%s\" is %s where one text belongs".formatted(name, tensor));
  }
}

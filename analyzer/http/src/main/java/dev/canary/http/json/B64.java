package dev.canary.http.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.ByteTexts;
import dev.canary.tensor.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Bytes that stand in JSON as {@code {"b64": "..."}}, as TensorFlow Serving writes and reads them
 * (g3doc/api_rest.md, Encoding binary values).
 */
public final class B64 {
  private static final String KEY = "b64";

  private B64() {}

  /** True if the first element at the bottom of some nesting is such bytes. */
  public static boolean isIn(Json value) {
    if (value instanceof Json.Items items) {
      return !items.nested().isEmpty() && isIn(items.get(0));
    }
    return value instanceof Json.Members members
        && members.members().size() == 1
        && members.member(KEY).flatMap(Json::text).isPresent();
  }

  /**
   * The bytes as a tensor of texts, in the shape of the nesting.
   *
   * @throws PredictionException BAD_ANSWER if the nesting is ragged or an element is no Base64
   */
  public static Tensor read(String name, Json value) throws PredictionException {
    if (value instanceof Json.Items items) {
      return read(name, items.elements());
    }
    String text =
        value
            .member(KEY)
            .flatMap(Json::text)
            .or(value::text)
            .orElseThrow(() -> bad(name, "holds %s beside bytes".formatted(value.found())));
    if (value instanceof Json.Scalar) {
      return Tensor.ofTexts(new int[0], List.of(ByteTexts.of(text)));
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      return Tensor.ofTexts(new int[0], List.of(ByteTexts.of(bytes)));
    } catch (IllegalArgumentException e) {
      throw bad(name, "holds a b64 that is no Base64: " + Quote.start(text));
    }
  }

  /** The same over the elements of a list. */
  public static Tensor read(String name, List<Json> elements) throws PredictionException {
    List<Tensor> read = new ArrayList<>();
    for (Json element : elements) {
      read.add(read(name, element));
    }
    if (read.isEmpty()) {
      return Tensor.ofTexts(new int[1], List.of());
    }
    int[] first = read.get(0).shape();
    if (!read.stream().allMatch(t -> Arrays.equals(t.shape(), first))) {
      throw bad(name, "is ragged");
    }
    return Slices.stack(read);
  }

  /** Writes a tensor of texts, nested as its shape says; what is no text as bytes. */
  public static void write(JsonGenerator json, Tensor texts) throws IOException {
    if (texts.shape().length > 0) {
      json.writeStartArray();
      for (Tensor slice : Slices.of(texts)) {
        write(json, slice);
      }
      json.writeEndArray();
      return;
    }
    String element = texts.texts().get(0);
    if (ByteTexts.text(element).isPresent()) {
      json.writeString(ByteTexts.text(element).get());
      return;
    }
    json.writeStartObject();
    json.writeStringField(KEY, Base64.getEncoder().encodeToString(ByteTexts.bytes(element)));
    json.writeEndObject();
  }

  private static PredictionException bad(String name, String why) {
    return new PredictionException(Reason.BAD_ANSWER, "output \"%s\" %s".formatted(name, why));
  }
}

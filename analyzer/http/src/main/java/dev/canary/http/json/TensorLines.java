package dev.canary.http.json;

import dev.canary.suite.Input;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Requests and answers as one line of JSON each, for models in any process that can read and write
 * lines; {@code docs/command-target.md} describes them.
 *
 * <p>Numbers keep every finite bit in both directions; NaN and infinities are bare words, as
 * Python's own reader and writer have them.
 */
public final class TensorLines {
  private TensorLines() {}

  /**
   * What a line says.
   *
   * @param hello name and version, by these keys, if the line introduces the model
   * @param id of the request that is answered
   * @param error why there is no prediction
   * @param version of the model that answered
   * @param outputs by name; empty if there is an error
   */
  public record Line(
      Optional<Map<String, String>> hello,
      Optional<String> id,
      Optional<String> error,
      Optional<String> version,
      Map<String, Tensor> outputs) {}

  /**
   * A request, without the end of the line.
   *
   * @throws PredictionException BAD_INPUT if JSON cannot carry a value
   */
  public static byte[] request(String id, Input input) throws PredictionException {
    JsonWriter values = new JsonWriter(JsonWriter.NonFinite.TOKENS);
    return JsonWriter.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringField("id", id);
          json.writeObjectFieldStart("inputs");
          for (Map.Entry<String, Tensor> entry : input.tensors().entrySet()) {
            Tensor tensor = entry.getValue();
            json.writeObjectFieldStart(entry.getKey());
            json.writeStringField("dtype", tensor.dtype().label());
            json.writeFieldName("shape");
            json.writeArray(tensor.shape(), 0, tensor.shape().length);
            json.writeFieldName("data");
            values.flat(json, "input \"" + entry.getKey() + '"', tensor);
            json.writeEndObject();
          }
          for (String name : input.nulls()) {
            json.writeNullField(name);
          }
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  /**
   * What a line says.
   *
   * @throws PredictionException BAD_ANSWER, quoting the line, if it is no JSON or no answer
   */
  public static Line read(byte[] line) throws PredictionException {
    Json json = JsonReader.read(line);
    Optional<Json> hello = json.member("hello");
    if (hello.isPresent()) {
      return new Line(
          Optional.of(introduction(hello.get())),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Map.of());
    }
    Optional<String> id = json.member("id").flatMap(Json::spelling);
    Optional<String> error = json.member("error").map(TensorLines::text);
    Optional<Json> outputs = json.member("outputs");
    if (id.isEmpty() || (error.isEmpty() && outputs.isEmpty())) {
      throw bad("a line without \"id\" and \"outputs\" or \"error\": " + json.found());
    }
    return new Line(
        Optional.empty(),
        id,
        error,
        json.member("version").flatMap(Json::spelling),
        error.isPresent() ? Map.of() : tensors(outputs.orElseThrow()));
  }

  private static Map<String, String> introduction(Json hello) {
    Map<String, String> told = new LinkedHashMap<>();
    for (String key : new String[] {"name", "version"}) {
      hello.member(key).flatMap(Json::spelling).ifPresent(text -> told.put(key, text));
    }
    return told;
  }

  private static String text(Json value) {
    return Quote.start(value.spelling().orElseGet(value::found));
  }

  private static Map<String, Tensor> tensors(Json outputs) throws PredictionException {
    if (!(outputs instanceof Json.Members named)) {
      throw bad("\"outputs\" needs names and tensors, found " + outputs.found());
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, Json> entry : named.members().entrySet()) {
      tensors.put(entry.getKey(), tensor("output \"" + entry.getKey() + '"', entry.getValue()));
    }
    return tensors;
  }

  private static Tensor tensor(String where, Json value) throws PredictionException {
    Optional<DType> dtype = value.member("dtype").flatMap(Json::text).flatMap(DType::of);
    Optional<Json> data = value.member("data");
    if (dtype.isEmpty() || data.isEmpty()) {
      throw bad(where + " needs \"dtype\" as in fp32, \"shape\" and \"data\"");
    }
    return JsonTensors.read(where, dtype.get(), shape(where, value), data.get());
  }

  private static int[] shape(String where, Json value) throws PredictionException {
    Optional<Json> shape = value.member("shape").filter(Json.Items.class::isInstance);
    try {
      int[] axes =
          shape.orElseThrow(() -> bad(where + " needs \"shape\" as in [1, 3]")).elements().stream()
              .mapToInt(axis -> Integer.parseInt(axis.spelling().orElse("")))
              .toArray();
      Tensor.count(axes);
      return axes;
    } catch (IllegalArgumentException e) {
      throw bad(where + " has a \"shape\" that is none");
    }
  }

  private static PredictionException bad(String message) {
    return new PredictionException(Reason.BAD_ANSWER, message);
  }
}

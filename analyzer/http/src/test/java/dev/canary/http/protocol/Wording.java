package dev.canary.http.protocol;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.canary.http.json.Json;
import dev.canary.http.json.JsonLeaves;
import dev.canary.http.json.JsonReader;
import dev.canary.http.json.JsonTensors;
import dev.canary.http.json.Slices;
import dev.canary.http.wire.WireAnswer;
import dev.canary.http.wire.WireRequest;
import dev.canary.suite.Input;
import dev.canary.target.LoadException;
import dev.canary.target.PredictionException;
import dev.canary.tensor.DType;
import dev.canary.tensor.Nulls;
import dev.canary.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Inputs, requests and answers as short texts, so that tables of them can be read. */
final class Wording {
  static final String ID = "round-7";

  private Wording() {}

  /** A profile for the model "m" with options as {@code key=value} separated by semicolons. */
  static Protocol profile(String word, String options) throws LoadException {
    Map<String, String> all = new LinkedHashMap<>();
    for (String option : options.isBlank() ? new String[0] : options.split(";")) {
      String[] both = option.strip().split("=", 2);
      all.put(both[0], both[1]);
    }
    return Protocols.of(word, all, "m");
  }

  static Json json(String text) {
    try {
      return JsonReader.read(text.getBytes(StandardCharsets.UTF_8));
    } catch (PredictionException e) {
      throw new AssertionError(e);
    }
  }

  /** An input as a case file words it. */
  static Input input(String text) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Set<String> nulls = new LinkedHashSet<>();
    try {
      for (Map.Entry<String, Json> entry : ((Json.Members) json(text)).members().entrySet()) {
        Json value = entry.getValue();
        if (value instanceof Json.Scalar scalar && scalar.kind() == JsonLeaves.Kind.NULL) {
          nulls.add(entry.getKey());
        } else {
          tensors.put(entry.getKey(), tensor(value));
        }
      }
    } catch (PredictionException e) {
      throw new AssertionError(e);
    }
    return new Input(tensors, nulls);
  }

  private static Tensor tensor(Json value) throws PredictionException {
    if (value.text().isPresent()) {
      return Tensor.ofTexts(new int[0], List.of(value.text().get()));
    }
    if (!(value instanceof Json.Members)) {
      return JsonTensors.infer("input", value);
    }
    DType dtype = DType.of(value.member("dtype").flatMap(Json::text).orElseThrow()).orElseThrow();
    int[] shape =
        value.member("shape").orElseThrow().elements().stream()
            .mapToInt(d -> Integer.parseInt(d.spelling().orElseThrow()))
            .toArray();
    return JsonTensors.read("input", dtype, shape, value.member("data").orElseThrow());
  }

  /** Path and body of a request. */
  static String request(Protocol protocol, String input) {
    try {
      WireRequest request = protocol.request(input(input), ID);
      return request.path() + " " + new String(request.body(), StandardCharsets.UTF_8);
    } catch (PredictionException e) {
      return e.reason() + ": " + e.getMessage();
    }
  }

  static WireAnswer answer(int status, String body) {
    return answer(status, "application/json", body);
  }

  static WireAnswer answer(int status, String type, String body) {
    return WireAnswer.of(
        status, Map.of("Content-Type", type), body.getBytes(StandardCharsets.UTF_8));
  }

  /** What a profile reads, or why it does not. */
  static String reading(Protocol protocol, String input, WireAnswer answer) {
    try {
      return shown(protocol.read(input(input), ID, answer));
    } catch (PredictionException e) {
      return e.reason() + ": " + e.getMessage();
    }
  }

  static PredictionException failure(Protocol protocol, String input, WireAnswer answer) {
    return catchThrowableOfType(
        PredictionException.class, () -> protocol.read(input(input), ID, answer));
  }

  private static String shown(Reply reply) {
    return reply.tensors().entrySet().stream()
            .map(e -> e.getKey() + classes(reply, e.getKey()) + " " + shown(e.getValue()))
            .collect(Collectors.joining(", "))
        + (reply.facts().isEmpty() ? "" : " " + new TreeMap<>(reply.facts()));
  }

  private static String classes(Reply reply, String output) {
    return reply.classes().containsKey(output) ? reply.classes().get(output).toString() : "";
  }

  private static String shown(Tensor tensor) {
    Tensor flat =
        tensor.dtype() == DType.STRING
            ? Tensor.ofTexts(new int[] {tensor.size()}, tensor.texts())
            : Tensor.ofBytes(tensor.dtype(), new int[] {tensor.size()}, Slices.bytes(tensor));
    return tensor
        + IntStream.range(0, flat.size())
            .mapToObj(i -> Nulls.count(Slices.of(flat).get(i)) > 0 ? "null" : flat.labelAt(i))
            .collect(Collectors.joining(" ", "{", "}"));
  }
}

package dev.canary.http.protocol;

import dev.canary.http.json.B64;
import dev.canary.http.json.Json;
import dev.canary.http.json.JsonKinds;
import dev.canary.http.json.JsonTensors;
import dev.canary.target.Exchange;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.DType;
import dev.canary.tensor.Nulls;
import dev.canary.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Collects the outputs of an answer whose JSON has no fixed form, under the names that the targets
 * in this process would give them: objects become what {@link ObjectRows} says, and what is nested
 * otherwise becomes {@code name.key} and {@code name.0}.
 */
final class Outputs {
  private final OutputForm form;
  private final String top;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Map<String, List<String>> classes = new LinkedHashMap<>();
  private final Map<String, String> facts = new LinkedHashMap<>();
  private final List<String> remarks = new ArrayList<>();

  /**
   * No outputs yet.
   *
   * @param form what is known of them
   * @param top the name of the answer as a whole: what lies below it keeps its own name
   */
  Outputs(OutputForm form, String top) {
    this.form = form;
    this.top = top;
  }

  /** Adds the answer as a whole. */
  Outputs add(Json value) throws PredictionException {
    return add(top, value);
  }

  /**
   * Adds what stands under a name.
   *
   * @throws PredictionException BAD_ANSWER if it cannot be kept
   */
  Outputs add(String name, Json value) throws PredictionException {
    if (B64.isIn(value)) {
      put(name, B64.read(name, value));
    } else if (value instanceof Json.Members members) {
      new ObjectRows(this, form).add(name, members);
    } else if (value instanceof Json.Items items && holdsObjects(items)) {
      new ObjectRows(this, form).add(name, items);
    } else if (value instanceof Json.Items items && isNested(items)) {
      addEach(name, items.elements());
    } else {
      put(name, tensor(name, value));
    }
    return this;
  }

  /** Adds each of several values under its position. */
  void addEach(String name, List<Json> values) throws PredictionException {
    for (int i = 0; i < values.size(); i++) {
      add(below(name, String.valueOf(i)), values.get(i));
    }
  }

  /** Adds a tensor that is read already. */
  Outputs put(String name, Tensor tensor) {
    tensors.put(name, tensor);
    int nulls = Nulls.count(tensor);
    if (nulls > 0) {
      remarks.add(
          "%d of %d numbers of \"%s\" are null, as some servers write NaN and both infinities"
              .formatted(nulls, tensor.size(), name));
    }
    return this;
  }

  /** Adds the names of the classes that the last axis of an output ranges over. */
  Outputs name(String output, List<String> names) {
    classes.put(output, names);
    return this;
  }

  /** Adds a fact, if the answer tells it. */
  Outputs fact(String key, Optional<String> value) {
    value.ifPresent(v -> facts.put(key, v));
    return this;
  }

  /** Adds something a reader should know. */
  Outputs remark(String sentence) {
    remarks.add(sentence);
    return this;
  }

  /**
   * All that was added.
   *
   * @throws PredictionException EMPTY if there is no output
   */
  Reply reply() throws PredictionException {
    if (tensors.isEmpty()) {
      throw new PredictionException(Reason.EMPTY, "the answer holds no output");
    }
    if (!remarks.isEmpty()) {
      facts.put(Exchange.REMARK, String.join("; ", remarks));
    }
    return new Reply(tensors, classes, facts);
  }

  /** A tensor of the type that is known for its output, else of that which its elements tell. */
  Tensor tensor(String name, Json value) throws PredictionException {
    Optional<DType> type = form.types().of(name).or(() -> JsonKinds.of(value).type());
    String where = where(name);
    return type.isPresent()
        ? JsonTensors.read(where, type.get(), value)
        : JsonTensors.infer(where, value);
  }

  /**
   * A single number.
   *
   * @throws PredictionException BAD_ANSWER if it is none
   */
  static Tensor number(String name, DType type, Json value) throws PredictionException {
    if (value instanceof Json.Scalar) {
      return JsonTensors.read(where(name), type, value);
    }
    throw new PredictionException(
        Reason.BAD_ANSWER,
        "%s holds %s where a number belongs".formatted(where(name), value.found()));
  }

  /** How messages call an output. */
  static String where(String name) {
    return "output \"%s\"".formatted(name);
  }

  private static boolean holdsObjects(Json.Items items) {
    return items.elements().stream().anyMatch(e -> e instanceof Json.Members);
  }

  /** No tensor, and still an answer: objects deeper down, or texts beside numbers. */
  static boolean isNested(Json value) {
    return value instanceof Json.Items items
        && (items.nested().stream().anyMatch(e -> e instanceof Json.Members || isNested(e))
            || JsonKinds.of(items).areMixed());
  }

  /** The name of what stands under a key of what is named. */
  String below(String name, String key) {
    return name.equals(top) ? key : name + "." + key;
  }
}

package dev.canary.http.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.canary.http.json.B64;
import dev.canary.http.json.JsonWriter;
import dev.canary.http.json.Slices;
import dev.canary.suite.Input;
import dev.canary.target.LoadException;
import dev.canary.target.Option;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the input of a case becomes the rows that row-wise protocols want.
 *
 * @param layout whether a case is one row or a batch of them; empty to let its tensors tell: a
 *     batch if all have two axes at least and the leading ones are equally long, as in-process
 *     models take them
 * @param names whether rows carry the names of the inputs
 * @param writer of numbers
 */
record Instances(Optional<Layout> layout, Names names, JsonWriter writer) {
  static final Option NAMES = Option.word("names", List.of("keep", "drop"));

  private static final Set<String> NAMELESS = Set.of("", "instances", "inputs");

  /** What a case is. */
  enum Layout {
    ROW,
    BATCH
  }

  /** What becomes of the names of inputs. */
  enum Names {
    /** Kept, but for a single input that is called {@code instances}, {@code inputs} or nothing. */
    AUTO,
    KEEP,
    DROP
  }

  /** As the options {@code instances} and {@code names} say. */
  static Instances of(Settings settings, JsonWriter.NonFinite nonFinite) throws LoadException {
    Optional<Layout> layout =
        settings
            .word("instances", List.of("row", "batch"))
            .map(word -> Layout.valueOf(word.toUpperCase(Locale.ROOT)));
    return new Instances(layout, names(settings), new JsonWriter(nonFinite));
  }

  /** As the option {@code names} says. */
  static Names names(Settings settings) throws LoadException {
    return settings
        .word(NAMES.key(), NAMES.words())
        .map(word -> Names.valueOf(word.toUpperCase(Locale.ROOT)))
        .orElse(Names.AUTO);
  }

  /** The same with another layout, where none was asked for. */
  Instances or(Optional<Layout> told) {
    return new Instances(layout.or(() -> told), names, writer);
  }

  /** True if the values of a single input stand without its name. */
  boolean isBare(Input input) {
    boolean single = input.tensors().size() == 1 && input.nulls().isEmpty();
    return switch (names) {
      case AUTO -> single && NAMELESS.contains(input.tensors().keySet().iterator().next());
      case KEEP -> false;
      case DROP -> single;
    };
  }

  /**
   * The rows of a case, each with all its tensors by name.
   *
   * @throws PredictionException BAD_INPUT if a batch has leading axes of different lengths
   */
  List<Map<String, Tensor>> rows(Input input) throws PredictionException {
    if (layout.orElseGet(() -> layout(input)) == Layout.ROW) {
      return List.of(input.tensors());
    }
    int count = leading(input);
    List<Map<String, Tensor>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(new LinkedHashMap<>());
    }
    input
        .tensors()
        .forEach(
            (name, tensor) -> {
              List<Tensor> slices = Slices.of(tensor);
              for (int i = 0; i < count; i++) {
                rows.get(i).put(name, slices.get(i));
              }
            });
    return rows;
  }

  private static Layout layout(Input input) {
    boolean batch =
        !input.tensors().isEmpty()
            && input.tensors().values().stream().allMatch(t -> t.shape().length > 1)
            && input.tensors().values().stream().mapToInt(t -> t.shape()[0]).distinct().count()
                == 1;
    return batch ? Layout.BATCH : Layout.ROW;
  }

  private static int leading(Input input) throws PredictionException {
    int count = -1;
    for (Map.Entry<String, Tensor> entry : input.tensors().entrySet()) {
      int[] shape = entry.getValue().shape();
      int own = shape.length == 0 ? -1 : shape[0];
      if (own < 0 || (count >= 0 && own != count)) {
        throw new PredictionException(
            Reason.BAD_INPUT,
            "input \"%s\" is %s and no batch of rows%s"
                .formatted(
                    entry.getKey(),
                    entry.getValue(),
                    count < 0 ? "" : ", where another input has %d".formatted(count)));
      }
      count = own;
    }
    return Math.max(count, 0);
  }

  /** Writes all rows as one list. */
  void write(JsonGenerator json, Input input) throws IOException, PredictionException {
    boolean bare = isBare(input);
    json.writeStartArray();
    for (Map<String, Tensor> row : rows(input)) {
      if (bare) {
        Map.Entry<String, Tensor> only = row.entrySet().iterator().next();
        value(json, only.getKey(), only.getValue());
      } else {
        object(json, row, input.nulls());
      }
    }
    json.writeEndArray();
  }

  /** Writes all rows as one list of objects, whatever the names; a null feature is not there. */
  void examples(JsonGenerator json, Input input) throws IOException, PredictionException {
    json.writeStartArray();
    for (Map<String, Tensor> row : rows(input)) {
      object(json, row, Set.of());
    }
    json.writeEndArray();
  }

  /** Writes tensors as an object, with the names that are null. */
  void object(JsonGenerator json, Map<String, Tensor> tensors, Set<String> nulls)
      throws IOException, PredictionException {
    json.writeStartObject();
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      json.writeFieldName(entry.getKey());
      value(json, entry.getKey(), entry.getValue());
    }
    for (String name : nulls) {
      json.writeNullField(name);
    }
    json.writeEndObject();
  }

  /** Writes the whole input: bare, or as an object of names. */
  void whole(JsonGenerator json, Input input) throws IOException, PredictionException {
    if (isBare(input)) {
      Map.Entry<String, Tensor> only = input.tensors().entrySet().iterator().next();
      value(json, only.getKey(), only.getValue());
    } else {
      object(json, input.tensors(), input.nulls());
    }
  }

  /** Writes one tensor, nested as its shape says. */
  void value(JsonGenerator json, String name, Tensor tensor)
      throws IOException, PredictionException {
    if (tensor.dtype() == DType.STRING) {
      B64.write(json, tensor);
    } else {
      writer.nested(json, "input \"%s\"".formatted(name), tensor);
    }
  }
}

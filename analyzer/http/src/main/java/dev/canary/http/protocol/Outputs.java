package dev.canary.http.protocol;

import dev.canary.http.json.B64;
import dev.canary.http.json.Json;
import dev.canary.http.json.JsonKinds;
import dev.canary.http.json.JsonTensors;
import dev.canary.http.json.Slices;
import dev.canary.target.Exchange;
import dev.canary.target.LoadException;
import dev.canary.target.Option;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.DType;
import dev.canary.tensor.Nulls;
import dev.canary.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Collects the outputs of an answer whose JSON has no fixed form, under the names that the targets
 * in this process would give them: a list of objects with the same keys becomes a tensor for each
 * key, or, where all values are single numbers, one tensor whose last axis ranges over the sorted
 * keys; what is nested otherwise becomes {@code name.key} and {@code name.0}.
 */
final class Outputs {
  /**
   * What an object of several single numbers stands for: the words of the option {@code objects}.
   */
  enum Objects {
    /** One output for each key. */
    OUTPUTS,
    /** A number for each class. */
    CLASSES,
    /** The best few of many classes: which ones they are differs from answer to answer. */
    RANKED;

    /** The option, for profiles whose answers may hold objects. */
    static final Option OPTION = Option.word("objects", List.of("outputs", "classes", "ranked"));

    /** As the option says. */
    static Objects of(Settings settings, Objects otherwise) throws LoadException {
      return settings
          .word(OPTION.key(), OPTION.words())
          .map(word -> valueOf(word.toUpperCase(Locale.ROOT)))
          .orElse(otherwise);
    }
  }

  private final Types types;
  private final Objects objects;
  private final String top;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Map<String, List<String>> classes = new LinkedHashMap<>();
  private final Map<String, String> facts = new LinkedHashMap<>();
  private final List<String> remarks = new ArrayList<>();

  /**
   * No outputs yet.
   *
   * @param types of outputs, by name
   * @param objects what an object of numbers stands for
   * @param top the name of the answer as a whole: what lies below it keeps its own name
   */
  Outputs(Types types, Objects objects, String top) {
    this.types = types;
    this.objects = objects;
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
      tensors.put(name, B64.read(name, value));
    } else if (value instanceof Json.Members members) {
      addRows(name, List.of(members), new int[0]);
    } else if (value instanceof Json.Items items && holdsObjects(items)) {
      addObjects(name, items);
    } else if (value instanceof Json.Items items && isNested(items)) {
      for (int i = 0; i < items.size(); i++) {
        add(below(name, String.valueOf(i)), items.get(i));
      }
    } else {
      put(name, tensor(name, value));
    }
    return this;
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
    Optional<DType> type = types.of(name).or(() -> JsonKinds.of(value).type());
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

  private static String where(String name) {
    return "output \"%s\"".formatted(name);
  }

  private static boolean holdsObjects(Json.Items items) {
    return items.elements().stream().anyMatch(e -> e instanceof Json.Members);
  }

  /** No tensor, and still an answer: objects deeper down, or texts beside numbers. */
  private static boolean isNested(Json value) {
    return value instanceof Json.Items items
        && (items.nested().stream().anyMatch(e -> e instanceof Json.Members || isNested(e))
            || JsonKinds.of(items).areMixed());
  }

  private void addObjects(String name, Json.Items items) throws PredictionException {
    List<Json.Members> rows = new ArrayList<>();
    for (Json element : items.elements()) {
      if (element instanceof Json.Members row) {
        rows.add(row);
      }
    }
    if (rows.size() == items.size() && haveSameKeys(rows)) {
      addRows(name, rows, new int[] {rows.size()});
      return;
    }
    for (int i = 0; i < items.size(); i++) {
      add(below(name, String.valueOf(i)), items.get(i));
    }
  }

  /** The keys of ranked rows differ, and still mean the same: the best, the second, and so on. */
  private boolean haveSameKeys(List<Json.Members> rows) {
    Set<String> first = rows.get(0).members().keySet();
    boolean ranked = objects == Objects.RANKED && rows.stream().allMatch(Outputs::isOfNumbers);
    return ranked
        ? rows.stream().allMatch(row -> row.members().size() == first.size())
        : rows.stream().allMatch(row -> row.members().keySet().equals(first));
  }

  private void addRows(String name, List<Json.Members> rows, int[] leading)
      throws PredictionException {
    boolean numbers = objects != Objects.OUTPUTS && rows.stream().allMatch(Outputs::isOfNumbers);
    if (numbers && objects == Objects.CLASSES) {
      addClasses(name, rows, leading);
    } else if (numbers) {
      addRanked(name, rows, leading);
    } else {
      for (String key : rows.get(0).members().keySet()) {
        addColumn(below(name, key), rows.stream().map(r -> r.members().get(key)).toList(), leading);
      }
    }
  }

  private static boolean isOfNumbers(Json.Members row) {
    return row.members().size() > 1 && row.members().values().stream().allMatch(Outputs::isNumber);
  }

  private static boolean isNumber(Json value) {
    JsonKinds kinds = JsonKinds.of(value);
    return value instanceof Json.Scalar && (kinds.areNumbers() || kinds.quoted() > 0);
  }

  private void addClasses(String name, List<Json.Members> rows, int[] leading)
      throws PredictionException {
    List<String> keys = List.copyOf(new TreeSet<>(rows.get(0).members().keySet()));
    List<Json> cells = new ArrayList<>();
    for (Json.Members row : rows) {
      keys.forEach(key -> cells.add(row.members().get(key)));
    }
    put(name, reshaped(column(name, DType.FP64, cells), leading, keys.size()));
    classes.put(name, keys);
  }

  private record Ranked(String label, Json cell, double number) {}

  private static List<Ranked> ranked(String name, Json.Members row) throws PredictionException {
    List<Ranked> ranked = new ArrayList<>();
    for (Map.Entry<String, Json> entry : row.members().entrySet()) {
      Tensor number = JsonTensors.read(where(name), DType.FP64, entry.getValue());
      ranked.add(new Ranked(entry.getKey(), entry.getValue(), number.doubleAt(0)));
    }
    ranked.sort(Comparator.comparingDouble(Ranked::number).reversed().thenComparing(Ranked::label));
    return ranked;
  }

  /** The numbers from the largest on, and beside them whose they are. */
  private void addRanked(String name, List<Json.Members> rows, int[] leading)
      throws PredictionException {
    List<Json> cells = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (Json.Members row : rows) {
      for (Ranked best : ranked(name, row)) {
        cells.add(best.cell());
        labels.add(best.label());
      }
    }
    int width = rows.get(0).members().size();
    put(name, reshaped(column(name, DType.FP64, cells), leading, width));
    put(below(name, "labels"), reshaped(Tensor.ofTexts(flat(labels), labels), leading, width));
  }

  private static int[] flat(List<?> elements) {
    return new int[] {elements.size()};
  }

  private static Tensor reshaped(Tensor tensor, int[] leading, int width) {
    int[] shape = Arrays.copyOf(leading, leading.length + 1);
    shape[leading.length] = width;
    return tensor.dtype() == DType.STRING
        ? Tensor.ofTexts(shape, tensor.texts())
        : Tensor.ofBytes(tensor.dtype(), shape, Slices.bytes(tensor));
  }

  private Tensor column(String name, DType otherwise, List<Json> cells) throws PredictionException {
    DType type = types.of(name).orElse(otherwise);
    List<Tensor> read = new ArrayList<>();
    for (Json cell : cells) {
      read.add(JsonTensors.read(where(name), type, cell));
    }
    return Slices.stack(read);
  }

  private void addColumn(String name, List<Json> cells, int[] leading) throws PredictionException {
    if (leading.length == 0) {
      add(name, cells.get(0));
      return;
    }
    if (cells.stream().anyMatch(B64::isIn)) {
      tensors.put(name, B64.read(name, cells));
      return;
    }
    Optional<Tensor> stacked = stacked(name, cells);
    if (stacked.isPresent()) {
      put(name, stacked.get());
      return;
    }
    for (int i = 0; i < cells.size(); i++) {
      add(below(name, String.valueOf(i)), cells.get(i));
    }
  }

  /** One tensor over all rows; empty if they do not fit together. */
  private Optional<Tensor> stacked(String name, List<Json> cells) throws PredictionException {
    List<Tensor> read = new ArrayList<>();
    for (Json cell : cells) {
      if (cell instanceof Json.Members || isNested(cell)) {
        return Optional.empty();
      }
      read.add(tensor(name, cell));
    }
    Set<DType> found = new TreeSet<>(read.stream().map(Tensor::dtype).toList());
    if (found.size() > 1 && found.stream().allMatch(d -> d.isFloat() || d.isWhole())) {
      // A number that is spelled as a whole one in one row only.
      read.clear();
      for (Json cell : cells) {
        read.add(JsonTensors.read(where(name), DType.FP64, cell));
      }
    }
    Tensor first = read.get(0);
    boolean fits = read.stream().allMatch(t -> t.toString().equals(first.toString()));
    return fits ? Optional.of(Slices.stack(read)) : Optional.empty();
  }

  private String below(String name, String key) {
    return name.equals(top) ? key : name + "." + key;
  }
}

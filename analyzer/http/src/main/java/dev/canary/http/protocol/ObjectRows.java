package dev.canary.http.protocol;

import dev.canary.http.json.B64;
import dev.canary.http.json.Json;
import dev.canary.http.json.JsonKinds;
import dev.canary.http.json.JsonTensors;
import dev.canary.http.json.Slices;
import dev.canary.target.PredictionException;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Objects in an answer, and what they stand for: those with the same keys become a tensor for each
 * key, or, where all values are single numbers, one tensor whose last axis ranges over the sorted
 * keys or over the best few.
 */
final class ObjectRows {
  private static final int[] ALONE = {};

  private final Outputs outputs;
  private final OutputForm form;

  /** Adds to outputs what they are known to hold. */
  ObjectRows(Outputs outputs, OutputForm form) {
    this.outputs = outputs;
    this.form = form;
  }

  /** Adds an object. */
  void add(String name, Json.Members object) throws PredictionException {
    add(name, List.of(object), ALONE);
  }

  /** Adds a list that holds objects: as one where their keys are the same, else one by one. */
  void add(String name, Json.Items items) throws PredictionException {
    List<Json.Members> rows = new ArrayList<>();
    for (Json element : items.elements()) {
      if (element instanceof Json.Members row) {
        rows.add(row);
      }
    }
    if (rows.size() == items.size() && haveSameKeys(rows)) {
      add(name, rows, new int[] {rows.size()});
    } else {
      outputs.addEach(name, items.elements());
    }
  }

  /** The keys of ranked rows differ, and still mean the same: the best, the second, and so on. */
  private boolean haveSameKeys(List<Json.Members> rows) {
    Set<String> first = rows.get(0).members().keySet();
    return areAll(OutputForm.Objects.RANKED, rows)
        ? rows.stream().allMatch(row -> row.members().size() == first.size())
        : rows.stream().allMatch(row -> row.members().keySet().equals(first));
  }

  private boolean areAll(OutputForm.Objects meant, List<Json.Members> rows) {
    return form.objects() == meant && rows.stream().allMatch(ObjectRows::isOfNumbers);
  }

  /** Adds objects; before an axis of their own, outputs have those that lead. */
  private void add(String name, List<Json.Members> rows, int[] leading) throws PredictionException {
    if (areAll(OutputForm.Objects.CLASSES, rows)) {
      addClasses(name, rows, leading);
    } else if (areAll(OutputForm.Objects.RANKED, rows)) {
      addRanked(name, rows, leading);
    } else {
      for (String key : rows.get(0).members().keySet()) {
        List<Json> cells = rows.stream().map(r -> r.members().get(key)).toList();
        addColumn(outputs.below(name, key), cells, leading);
      }
    }
  }

  private static boolean isOfNumbers(Json.Members row) {
    return row.members().size() > 1
        && row.members().values().stream().allMatch(ObjectRows::isNumber);
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
    outputs.put(name, reshaped(column(name, cells), leading, keys.size()));
    outputs.name(name, keys);
  }

  private record Ranked(String label, Json cell, double number) {}

  private static List<Ranked> ranked(String name, Json.Members row) throws PredictionException {
    List<Ranked> ranked = new ArrayList<>();
    for (Map.Entry<String, Json> entry : row.members().entrySet()) {
      Tensor number = JsonTensors.read(Outputs.where(name), DType.FP64, entry.getValue());
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
    Tensor named = Tensor.ofTexts(new int[] {labels.size()}, labels);
    outputs.put(name, reshaped(column(name, cells), leading, width));
    outputs.put(outputs.below(name, "labels"), reshaped(named, leading, width));
  }

  private static Tensor reshaped(Tensor tensor, int[] leading, int width) {
    int[] shape = Arrays.copyOf(leading, leading.length + 1);
    shape[leading.length] = width;
    return tensor.dtype() == DType.STRING
        ? Tensor.ofTexts(shape, tensor.texts())
        : Tensor.ofBytes(tensor.dtype(), shape, Slices.bytes(tensor));
  }

  private Tensor column(String name, List<Json> cells) throws PredictionException {
    DType type = form.types().of(name).orElse(DType.FP64);
    List<Tensor> read = new ArrayList<>();
    for (Json cell : cells) {
      read.add(JsonTensors.read(Outputs.where(name), type, cell));
    }
    return Slices.stack(read);
  }

  private void addColumn(String name, List<Json> cells, int[] leading) throws PredictionException {
    if (leading.length == 0) {
      outputs.add(name, cells.get(0));
    } else if (cells.stream().anyMatch(B64::isIn)) {
      outputs.put(name, B64.read(name, cells));
    } else {
      Optional<Tensor> stacked = stacked(name, cells);
      if (stacked.isPresent()) {
        outputs.put(name, stacked.get());
      } else {
        outputs.addEach(name, cells);
      }
    }
  }

  /** One tensor over all rows; empty if they do not fit together. */
  private Optional<Tensor> stacked(String name, List<Json> cells) throws PredictionException {
    List<Tensor> read = new ArrayList<>();
    for (Json cell : cells) {
      if (cell instanceof Json.Members || Outputs.isNested(cell)) {
        return Optional.empty();
      }
      read.add(outputs.tensor(name, cell));
    }
    Set<DType> found = new TreeSet<>(read.stream().map(Tensor::dtype).toList());
    if (found.size() > 1 && found.stream().allMatch(d -> d.isFloat() || d.isWhole())) {
      // A number that is spelled as a whole one in one row only.
      read.clear();
      for (Json cell : cells) {
        read.add(JsonTensors.read(Outputs.where(name), DType.FP64, cell));
      }
    }
    Tensor first = read.get(0);
    boolean fits = read.stream().allMatch(t -> t.toString().equals(first.toString()));
    return fits ? Optional.of(Slices.stack(read)) : Optional.empty();
  }
}

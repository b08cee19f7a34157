package dev.canary.http.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.canary.http.json.JsonWriter;
import dev.canary.http.json.Slices;
import dev.canary.suite.Input;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.ByteTexts;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One case as a table, for servers whose models take data frames: each input is a column, its
 * leading axis the rows; single values are a row. The only input of two axes, where it has no name,
 * is the whole table.
 *
 * @param columns their names; whole numbers from 0 on for those of a nameless table
 * @param rows the cells, a null as nothing
 */
record Table(List<String> columns, List<List<Optional<Tensor>>> rows) {
  Table {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /**
   * The table of a case.
   *
   * @param nameless whether the only input is the whole table
   * @param names in place of the numbers of a nameless table's columns; may be empty
   * @throws PredictionException BAD_INPUT if columns have different lengths
   */
  static Table of(Input input, boolean nameless, List<String> names) throws PredictionException {
    if (nameless) {
      return whole(input.tensors().values().iterator().next(), names);
    }
    int count = count(input);
    List<String> columns = new ArrayList<>();
    List<List<Optional<Tensor>>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(new ArrayList<>());
    }
    for (Map.Entry<String, Tensor> entry : input.tensors().entrySet()) {
      columns.add(entry.getKey());
      List<Tensor> cells = cells(entry.getKey(), entry.getValue(), count);
      for (int i = 0; i < count; i++) {
        rows.get(i).add(Optional.of(cells.get(i)));
      }
    }
    for (String name : input.nulls()) {
      columns.add(name);
      rows.forEach(row -> row.add(Optional.empty()));
    }
    return new Table(columns, rows);
  }

  private static Table whole(Tensor tensor, List<String> names) throws PredictionException {
    int[] shape = tensor.shape();
    int width = shape.length == 2 ? shape[1] : -1;
    if (width < 0 || (!names.isEmpty() && names.size() != width)) {
      throw new PredictionException(
          Reason.BAD_INPUT,
          "the input is %s, no table of %s columns"
              .formatted(tensor, names.isEmpty() ? "any" : String.valueOf(names.size())));
    }
    List<String> numbers = new ArrayList<>(names);
    for (int i = numbers.size(); i < width; i++) {
      numbers.add(String.valueOf(i));
    }
    List<List<Optional<Tensor>>> rows = new ArrayList<>();
    for (Tensor row : Slices.of(tensor)) {
      rows.add(Slices.of(row).stream().map(Optional::of).toList());
    }
    return new Table(numbers, rows);
  }

  private static int count(Input input) {
    return input.tensors().values().stream()
        .filter(tensor -> tensor.shape().length > 0)
        .mapToInt(tensor -> tensor.shape()[0])
        .findFirst()
        .orElse(1);
  }

  private static List<Tensor> cells(String name, Tensor tensor, int count)
      throws PredictionException {
    int[] shape = tensor.shape();
    List<Tensor> cells = shape.length == 0 ? Collections.nCopies(count, tensor) : Slices.of(tensor);
    if (cells.size() != count) {
      throw new PredictionException(
          Reason.BAD_INPUT,
          "column \"%s\" has %d rows where another has %d".formatted(name, cells.size(), count));
    }
    boolean single = shape.length == 2 && shape[1] == 1;
    return single ? cells.stream().map(cell -> Slices.of(cell).get(0)).toList() : cells;
  }

  /** Writes {@code {"columns": [..], "data": [[..]]}}. */
  void split(JsonGenerator json, Instances writer) throws IOException, PredictionException {
    json.writeStartObject();
    json.writeArrayFieldStart("columns");
    for (String column : columns) {
      json.writeString(column);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("data");
    for (List<Optional<Tensor>> row : rows) {
      json.writeStartArray();
      for (int i = 0; i < row.size(); i++) {
        cell(json, writer, columns.get(i), row.get(i));
      }
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** Writes {@code [{"column": value, ..}, ..]}. */
  void records(JsonGenerator json, Instances writer) throws IOException, PredictionException {
    json.writeStartArray();
    for (List<Optional<Tensor>> row : rows) {
      json.writeStartObject();
      for (int i = 0; i < row.size(); i++) {
        json.writeFieldName(columns.get(i));
        cell(json, writer, columns.get(i), row.get(i));
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void cell(
      JsonGenerator json, Instances writer, String column, Optional<Tensor> cell)
      throws IOException, PredictionException {
    if (cell.isPresent()) {
      writer.value(json, column, cell.get());
    } else {
      json.writeNull();
    }
  }

  /** The first line of comma-separated values. */
  String header() {
    return String.join(",", columns.stream().map(Csv::cell).toList()) + "\n";
  }

  /**
   * The rows as comma-separated values, a null as nothing between commas.
   *
   * @throws PredictionException BAD_INPUT if a cell is no single value
   */
  String csv(Instances writer) throws PredictionException {
    StringBuilder text = new StringBuilder();
    for (List<Optional<Tensor>> row : rows) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        cells.add(row.get(i).isPresent() ? text(writer, columns.get(i), row.get(i).get()) : "");
      }
      text.append(String.join(",", cells)).append('\n');
    }
    return text.toString();
  }

  private static String text(Instances writer, String column, Tensor cell)
      throws PredictionException {
    if (cell.shape().length > 0) {
      throw new PredictionException(
          Reason.BAD_INPUT, "column \"%s\" holds %s, which no CSV can".formatted(column, cell));
    }
    if (cell.dtype() == DType.STRING) {
      return Csv.cell(
          ByteTexts.text(cell.texts().get(0))
              .orElseThrow(
                  () ->
                      new PredictionException(
                          Reason.BAD_INPUT,
                          "column \"%s\" holds bytes that are no text".formatted(column))));
    }
    byte[] spelled = JsonWriter.bytes(json -> writer.value(json, column, cell));
    return new String(spelled, StandardCharsets.UTF_8);
  }
}

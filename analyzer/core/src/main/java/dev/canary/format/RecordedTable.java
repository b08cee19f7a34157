package dev.canary.format;

import dev.canary.measure.Spelling;
import dev.canary.suite.Case;
import dev.canary.target.Output;
import dev.canary.target.PredictionException;
import dev.canary.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Predictions in a CSV file, a row per case. */
final class RecordedTable implements Recording {
  private static final int[] SCALAR = {};

  private final List<String> header;
  private final List<Csv.Row> rows;
  private final Optional<Map<String, Integer>> rowOfId;
  private final List<Integer> numeric;
  private final List<Integer> textual;
  private final Map<String, List<String>> classes;

  private RecordedTable(
      List<String> header,
      List<Csv.Row> rows,
      Optional<Map<String, Integer>> rowOfId,
      int idColumn) {
    this.header = header;
    this.rows = rows;
    this.rowOfId = rowOfId;
    List<Integer> numbers = new ArrayList<>();
    List<Integer> texts = new ArrayList<>();
    for (int column = 0; column < header.size(); column++) {
      if (column != idColumn) {
        (isNumeric(column) ? numbers : texts).add(column);
      }
    }
    this.numeric = numbers;
    this.textual = texts;
    this.classes = Map.of(OUTPUT, numbers.stream().map(header::get).toList());
  }

  private boolean isNumeric(int column) {
    for (Csv.Row row : rows) {
      String cell = row.fields().get(column);
      if (!cell.isEmpty() && !isNumber(cell)) {
        return false;
      }
    }
    return true;
  }

  static Optional<Recording> read(Reading reading, Source source, RecordedOptions options) {
    List<Csv.Row> rows = Csv.read(reading, source);
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    if (options.layout() == RecordedOptions.Layout.ONE_CASE) {
      return RecordedAnswer.read(reading, source, rows).map(Recording::ofOneCase);
    }
    List<String> header = rows.get(0).fields();
    checkHeader(reading, source, header);
    int idColumn = -1;
    Optional<Map<String, Integer>> rowOfId = Optional.empty();
    List<Csv.Row> data = rows.subList(1, rows.size());
    if (options.ids() != RecordedOptions.Ids.ROW) {
      idColumn = header.indexOf(options.id());
      if (idColumn < 0 && options.ids() == RecordedOptions.Ids.COLUMN) {
        String allowed = Spelling.allowed(options.id(), header) + "; or target.idFrom: row";
        reading.problem(source.name(), 1, "no column \"" + options.id() + "\" for ids", allowed);
        return Optional.empty();
      }
    }
    if (idColumn >= 0) {
      rowOfId = Optional.of(rowOfId(reading, source, data, idColumn));
    }
    return Optional.of(new RecordedTable(header, data, rowOfId, idColumn));
  }

  private static void checkHeader(Reading reading, Source source, List<String> header) {
    Set<String> seen = new LinkedHashSet<>();
    for (String column : header) {
      if (column.isBlank() || !seen.add(column)) {
        String found = column.isBlank() ? "a column without a name" : "two columns " + column;
        reading.problem(source.name(), 1, found, "a header with a name for each column");
      }
    }
    if (header.stream().allMatch(Decimals::isDecimal)
        && header.stream().anyMatch(RecordedTable::isFraction)) {
      String found = "the first line holds numbers";
      reading.problem(source.name(), 1, found, "a header with a name for each column");
    }
  }

  /** Whole numbers may be the names of classes; fractions are data. */
  private static boolean isFraction(String text) {
    return text.indexOf('.') >= 0;
  }

  private static Map<String, Integer> rowOfId(
      Reading reading, Source source, List<Csv.Row> rows, int column) {
    Map<String, Integer> rowOfId = new LinkedHashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      String id = rows.get(i).fields().get(column);
      Integer earlier = rowOfId.putIfAbsent(id, i);
      if (earlier != null) {
        String found = "id \"%s\" is that of line %d".formatted(id, rows.get(earlier).line());
        reading.problem(source.name(), rows.get(i).line(), found, "each id once");
      }
    }
    return rowOfId;
  }

  @Override
  public Output answerTo(Case golden) throws PredictionException {
    return answerAt(position(golden), golden);
  }

  @Override
  public Output answerAt(int position, Case golden) throws PredictionException {
    Csv.Row row = rows.get(position);
    for (int column = 0; column < header.size(); column++) {
      if (row.fields().get(column).isEmpty()) {
        String why = "line %d has no %s".formatted(row.line(), header.get(column));
        throw Recording.missing(golden, why);
      }
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    if (!numeric.isEmpty()) {
      double[] values = new double[numeric.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = number(row.fields().get(numeric.get(i)));
      }
      tensors.put(OUTPUT, Tensor.ofDoubles(new int[] {values.length}, values));
    }
    for (int column : textual) {
      List<String> text = List.of(row.fields().get(column));
      tensors.put(header.get(column), Tensor.ofTexts(SCALAR, text));
    }
    return new Output(tensors, numeric.isEmpty() ? Map.of() : classes);
  }

  @Override
  public OptionalInt rows() {
    return rowOfId.isEmpty() ? OptionalInt.of(rows.size()) : OptionalInt.empty();
  }

  @Override
  public Set<String> ids() {
    return rowOfId.map(Map::keySet).orElse(Set.of());
  }

  private int position(Case golden) throws PredictionException {
    if (rowOfId.isEmpty()) {
      return Recording.row(golden, rows.size());
    }
    Integer position = rowOfId.get().get(golden.id());
    if (position == null) {
      throw Recording.missing(golden, "no row has this id");
    }
    return position;
  }

  static boolean isNumber(String cell) {
    return Decimals.isDecimal(cell) || nonFinite(cell).isPresent();
  }

  /** The number in a cell that {@linkplain #isNumber holds one}. */
  static double number(String cell) {
    boolean word = Character.isLetter(cell.charAt(cell.length() - 1));
    return word ? nonFinite(cell).orElseThrow() : Decimals.toDouble(cell);
  }

  private static Optional<Double> nonFinite(String cell) {
    return switch (cell.toLowerCase(Locale.ROOT)) {
      case "nan" -> Optional.of(Double.NaN);
      case "inf", "+inf", "infinity" -> Optional.of(Double.POSITIVE_INFINITY);
      case "-inf", "-infinity" -> Optional.of(Double.NEGATIVE_INFINITY);
      default -> Optional.empty();
    };
  }

  /** The rows' fields from one column on. */
  static List<String> column(List<Csv.Row> rows, int column) {
    List<String> cells = new ArrayList<>();
    rows.forEach(row -> cells.add(row.fields().get(column)));
    return cells;
  }
}

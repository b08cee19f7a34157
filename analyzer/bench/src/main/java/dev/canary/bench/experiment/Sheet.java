package dev.canary.bench.experiment;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows under named columns: CSV in a file, aligned on a terminal. */
final class Sheet {
  private final List<String> columns;
  private final List<List<String>> rows = new ArrayList<>();

  Sheet(String... columns) {
    this.columns = List.of(columns);
  }

  /**
   * Adds a row; doubles are shortened to six digits.
   *
   * @throws IllegalArgumentException unless there is one value a column
   */
  void add(Object... values) {
    if (values.length != columns.size()) {
      throw new IllegalArgumentException(
          "a row needs %d values, found %d".formatted(columns.size(), values.length));
    }
    rows.add(Arrays.stream(values).map(Sheet::text).toList());
  }

  private static String text(Object value) {
    if (value instanceof Double number) {
      return number == Math.rint(number) && Math.abs(number) < 1e15
          ? Long.toString(number.longValue())
          : Double.toString(Double.parseDouble("%.6g".formatted(number)));
    }
    return value.toString();
  }

  void write(Path file) throws IOException {
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(file)) {
      csv.writeRecord(columns);
      rows.forEach(csv::writeRecord);
    }
  }

  @Override
  public String toString() {
    List<List<String>> all = new ArrayList<>(rows);
    all.add(0, columns);
    int[] widths =
        IntStream.range(0, columns.size())
            .map(c -> all.stream().mapToInt(row -> row.get(c).length()).max().orElse(0))
            .toArray();
    return all.stream()
        .map(
            row ->
                IntStream.range(0, widths.length)
                    .mapToObj(c -> ("%-" + widths[c] + "s").formatted(row.get(c)))
                    .collect(Collectors.joining("  "))
                    .stripTrailing())
        .collect(Collectors.joining("\n"));
  }
}

package dev.canary.notebook;

import static java.util.stream.Collectors.joining;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Rows under headings: a table in HTML, aligned columns as text.
 *
 * @param headings one a column
 * @param rows each with a cell a column, as it is shown
 */
public record Table(List<String> headings, List<List<String>> rows) implements Displayable {
  /**
   * @throws IllegalArgumentException if a row has another number of cells than there are headings
   */
  public Table {
    headings = List.copyOf(headings);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != headings.size()) {
        throw new IllegalArgumentException(
            "a row has %d cells under %d headings: %s".formatted(row.size(), headings.size(), row));
      }
    }
  }

  /** A table without rows. */
  public static Table of(String... headings) {
    return new Table(List.of(headings), List.of());
  }

  /** The same table with one more row: fractions with four digits, lists without brackets. */
  public Table row(Object... cells) {
    List<String> row = Stream.of(cells).map(Table::shown).toList();
    return new Table(headings, Stream.concat(rows.stream(), Stream.of(row)).toList());
  }

  private static String shown(Object cell) {
    if (cell instanceof Collection<?> several) {
      return several.stream().map(Table::shown).collect(joining(", "));
    }
    if (cell instanceof Double || cell instanceof Float) {
      double value = ((Number) cell).doubleValue();
      return value == 0 ? "0" : String.format(Locale.ROOT, "%.4g", value);
    }
    return String.valueOf(cell);
  }

  @Override
  public String mimeType() {
    return "text/html";
  }

  @Override
  public String content() {
    Stream<String> body = rows.stream().map(row -> line(row, "td"));
    return Stream.concat(Stream.of("<table>", line(headings, "th")), body)
        .collect(joining("\n", "", "\n</table>"));
  }

  private static String line(List<String> cells, String tag) {
    return cells.stream()
        .map(
            cell ->
                "<%1$s style='text-align:left'>%2$s</%1$s>"
                    .formatted(tag, Displayable.escape(cell)))
        .collect(joining("", "<tr>", "</tr>"));
  }

  /** The columns aligned, for readers that see no HTML. */
  @Override
  public String toString() {
    int[] widths =
        IntStream.range(0, headings.size())
            .map(
                column ->
                    Stream.concat(Stream.of(headings), rows.stream())
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
            .toArray();
    return Stream.concat(Stream.of(headings), rows.stream())
        .map(row -> aligned(row, widths))
        .collect(joining("\n"));
  }

  private static String aligned(List<String> row, int[] widths) {
    return IntStream.range(0, widths.length)
        .mapToObj(column -> row.get(column) + " ".repeat(widths[column] - row.get(column).length()))
        .collect(joining("  "))
        .stripTrailing();
  }
}

package dev.canary.http.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Comma-separated values (RFC 4180) as servers for tables of numbers write and read them. */
final class Csv {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][-+]?\\d+)?");
  private static final JsonFactory FACTORY = new JsonFactory();

  private Csv() {}

  /** A text as one cell. */
  static String cell(String text) {
    boolean quotes = text.matches("(?s).*[,\"\\r\\n].*") || text.isEmpty();
    return quotes ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }

  /**
   * The same cells as JSON, so that numbers are read in one way: a list of rows, or of single
   * values where there is one column; NaN and infinities as tokens, no value as null.
   */
  static String toJson(String csv) {
    List<List<String>> rows = rows(csv);
    boolean single = rows.stream().allMatch(row -> row.size() == 1);
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartArray();
      for (List<String> row : rows) {
        if (!single) {
          json.writeStartArray();
        }
        for (String cell : row) {
          write(json, cell);
        }
        if (!single) {
          json.writeEndArray();
        }
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be written", e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, String cell) throws IOException {
    switch (cell.strip().toLowerCase(Locale.ROOT)) {
      case "" -> json.writeNull();
      case "nan", "-nan" -> json.writeRawValue("NaN");
      case "inf", "infinity", "+inf" -> json.writeRawValue("Infinity");
      case "-inf", "-infinity" -> json.writeRawValue("-Infinity");
      default -> {
        if (NUMBER.matcher(cell.strip()).matches()) {
          json.writeRawValue(cell.strip());
        } else {
          json.writeString(cell);
        }
      }
    }
  }

  private static List<List<String>> rows(String csv) {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    String text = csv.replace("\r\n", "\n") + "\n";
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        boolean escaped = quoted && text.charAt(i + 1) == '"';
        cell.append(escaped ? "\"" : "");
        i += escaped ? 1 : 0;
        quoted = escaped || !quoted;
      } else if (quoted || (c != ',' && c != '\n')) {
        cell.append(c);
      } else {
        row.add(cell.toString());
        cell.setLength(0);
        if (c == '\n') {
          rows.add(List.copyOf(row));
          row.clear();
        }
      }
    }
    return rows;
  }
}

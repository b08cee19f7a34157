package dev.canary.format;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads CSV as RFC 4180 has it: commas, double quotes, any line ends.
 *
 * <p>Through FastCSV: 92 KB without dependencies, strict, and it knows lines; commons-csv brings
 * commons-io and commons-codec, jackson-dataformat-csv wants a schema and reads damaged quotes.
 */
final class Csv {
  private Csv() {}

  /**
   * One record.
   *
   * @param line where it starts
   */
  record Row(int line, List<String> fields) {}

  /**
   * The records that are not blank lines; one with another number of fields than the first is a
   * problem, and so is a file without any.
   */
  static List<Row> read(Reading reading, Source source) {
    List<Row> rows = new ArrayList<>();
    try (CsvReader<CsvRecord> csv = reader(source.text())) {
      for (CsvRecord csvRecord : csv) {
        rows.add(new Row((int) csvRecord.getStartingLineNumber(), csvRecord.getFields()));
      }
    } catch (CsvParseException e) {
      // The cause says what is wrong, the exception itself only where.
      Throwable reason = e.getCause() == null ? e : e.getCause();
      int line = rows.isEmpty() ? 1 : rows.get(rows.size() - 1).line() + 1;
      reading.problem(source.name(), line, "not CSV: " + Reading.oneLine(reason), "");
      return List.of();
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory cannot fail", e);
    }
    return even(reading, source, rows);
  }

  private static CsvReader<CsvRecord> reader(String text) {
    // How long is too long, the file decides: a line may hold all pixels of an image.
    CsvRecordHandler handler =
        CsvRecordHandler.builder()
            .maxFields(Integer.MAX_VALUE)
            .maxFieldSize(Integer.MAX_VALUE)
            .maxRecordSize(Integer.MAX_VALUE)
            .build();
    return CsvReader.builder()
        .allowExtraFields(true)
        .allowMissingFields(true)
        .skipEmptyLines(true)
        .maxBufferSize(Integer.MAX_VALUE)
        .build(handler, text);
  }

  private static List<Row> even(Reading reading, Source source, List<Row> rows) {
    if (rows.isEmpty()) {
      reading.problem(source.name(), 1, "the file holds no row", "");
      return rows;
    }
    int width = rows.get(0).fields().size();
    List<Row> even = new ArrayList<>(rows.size());
    for (Row row : rows) {
      if (row.fields().size() == width) {
        even.add(row);
      } else {
        String allowed = width + ", as in line " + rows.get(0).line();
        reading.problem(source.name(), row.line(), row.fields().size() + " fields", allowed);
      }
    }
    return even;
  }
}

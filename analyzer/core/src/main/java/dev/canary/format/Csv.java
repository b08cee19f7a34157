package dev.canary.format;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
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

  /** The records that are not blank lines; a record with another number of fields is a problem. */
  static List<Row> read(Reading reading, Source source) {
    List<Row> rows = new ArrayList<>();
    CsvReader.CsvReaderBuilder builder =
        CsvReader.builder()
            .allowExtraFields(false)
            .allowMissingFields(false)
            .skipEmptyLines(true)
            .maxBufferSize(Integer.MAX_VALUE);
    try (CsvReader<CsvRecord> csv = builder.ofCsvRecord(source.text())) {
      for (CsvRecord csvRecord : csv) {
        rows.add(new Row((int) csvRecord.getStartingLineNumber(), csvRecord.getFields()));
      }
    } catch (CsvParseException e) {
      // The cause says what is wrong, the exception itself only where.
      Throwable reason = e.getCause() == null ? e : e.getCause();
      int line = rows.isEmpty() ? 1 : rows.get(rows.size() - 1).line() + 1;
      reading.problem(source.name(), line, "not CSV: " + Reading.oneLine(reason), "");
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory cannot fail", e);
    }
    return rows;
  }
}

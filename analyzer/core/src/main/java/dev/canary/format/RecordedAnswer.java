package dev.canary.format;

import dev.canary.target.Output;
import dev.canary.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The answer to one case in a CSV file: a value a line, or {@code index,value} a line with indices
 * from 0, or a single row of values. The first line is a header if its last cell is no number and
 * another cell of the file is; the header of a single row names the classes.
 */
final class RecordedAnswer {
  private RecordedAnswer() {}

  static Optional<Output> read(Reading reading, Source source, List<Csv.Row> rows) {
    int width = rows.get(0).fields().size();
    boolean header = rows.size() > 1 && isHeader(rows, width);
    List<Csv.Row> data = header ? rows.subList(1, rows.size()) : rows;
    Optional<List<String>> values = values(reading, source, data, width);
    if (values.isEmpty()) {
      return Optional.empty();
    }
    boolean named = header && width > 1 && data.size() == 1 && values.get().size() == width;
    Map<String, List<String>> classes =
        named ? Map.of(Recording.OUTPUT, rows.get(0).fields()) : Map.of();
    return Optional.of(new Output(Map.of(Recording.OUTPUT, tensor(values.get())), classes));
  }

  private static boolean isHeader(List<Csv.Row> rows, int width) {
    return !RecordedTable.isNumber(rows.get(0).fields().get(width - 1))
        && RecordedTable.isNumber(rows.get(1).fields().get(width - 1));
  }

  private static Optional<List<String>> values(
      Reading reading, Source source, List<Csv.Row> data, int width) {
    boolean indexed =
        width == 2
            && IntStream.range(0, data.size())
                .allMatch(i -> data.get(i).fields().get(0).equals(String.valueOf(i)));
    if (width == 1 || indexed) {
      return Optional.of(RecordedTable.column(data, width - 1));
    }
    if (data.size() == 1) {
      return Optional.of(data.get(0).fields());
    }
    reading.problem(
        source.name(),
        data.get(0).line(),
        "%d rows of %d columns for one case".formatted(data.size(), width),
        "a value a line, index,value a line with indices from 0, or a single row");
    return Optional.empty();
  }

  private static Tensor tensor(List<String> values) {
    int[] shape = {values.size()};
    return values.stream().allMatch(RecordedTable::isNumber)
        ? Tensor.ofDoubles(shape, values.stream().mapToDouble(RecordedTable::number).toArray())
        : Tensor.ofTexts(shape, values);
  }
}

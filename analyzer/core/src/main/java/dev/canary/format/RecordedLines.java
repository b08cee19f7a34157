package dev.canary.format;

import dev.canary.suite.Case;
import dev.canary.target.Output;
import dev.canary.target.PredictionException;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Predictions in a file of JSON lines. */
final class RecordedLines implements Recording {
  private static final int[] SCALAR = {};

  private final Map<String, Output> answers;
  private final Set<String> nulls;
  private final OptionalInt rows;

  private RecordedLines(Map<String, Output> answers, Set<String> nulls, OptionalInt rows) {
    this.answers = answers;
    this.nulls = nulls;
    this.rows = rows;
  }

  @Override
  public OptionalInt rows() {
    return rows;
  }

  @Override
  public Output answerTo(Case golden) throws PredictionException {
    int count = rows.orElse(0);
    return rows.isPresent()
        ? answerAt(Recording.row(golden, count), golden)
        : answer(golden.id(), golden);
  }

  @Override
  public Output answerAt(int row, Case golden) throws PredictionException {
    return answer(String.valueOf(row), golden);
  }

  @Override
  public Set<String> ids() {
    Set<String> ids = new LinkedHashSet<>();
    if (rows.isEmpty()) {
      ids.addAll(answers.keySet());
      ids.addAll(nulls);
    }
    return ids;
  }

  private Output answer(String id, Case golden) throws PredictionException {
    Output answer = answers.get(id);
    if (answer == null) {
      String why = nulls.contains(id) ? "its answer is null" : "no line has this id";
      throw Recording.missing(golden, why);
    }
    return answer;
  }

  static Optional<Recording> read(Reading reading, Source source, RecordedOptions options) {
    Reader reader = new Reader(reading, source, options);
    JsonLines.read(reading, source, reader::collect);
    return Optional.of(reader.finish());
  }

  /** A line, its values not yet turned into tensors. */
  private record Line(String id, Section values) {}

  /** Reads all lines before it makes tensors: the type of bare numbers depends on all of them. */
  private static final class Reader {
    private final Reading reading;
    private final Source source;
    private final TensorReader tensors;
    private final RecordedOptions options;
    private final List<Line> lines = new ArrayList<>();
    private final Map<String, Integer> lineOfId = new HashMap<>();
    private final Set<String> fractions = new HashSet<>();
    private boolean byRow;

    Reader(Reading reading, Source source, RecordedOptions options) {
      this.reading = reading;
      this.source = source;
      this.tensors = new TensorReader(reading, source);
      this.options = options;
    }

    void collect(Node node) {
      Optional<Section> top = Section.top(reading, source.name(), node);
      if (top.isEmpty()) {
        return;
      }
      Section line = top.get();
      String id = id(line);
      Section values = line;
      if (isMapOfOutputs(line.any(OUTPUT))) {
        values = line.section(OUTPUT).orElseThrow();
        line.end();
      }
      lines.add(new Line(id, values));
      for (String name : outputs(values)) {
        if (values.any(name).orElseThrow() instanceof Node.Scalar scalar && isFraction(scalar)) {
          fractions.add(name);
        }
      }
    }

    private String id(Section line) {
      if (options.layout() == RecordedOptions.Layout.ONE_CASE) {
        line.any(options.id());
        return "";
      }
      if (byRow(line)) {
        return String.valueOf(lines.size());
      }
      line.require(options.id(), "the id of a case");
      String id = line.spelling(options.id()).orElse("");
      Integer earlier = lineOfId.putIfAbsent(id, line.line());
      if (earlier != null) {
        String found = "\"" + id + "\", the id of line " + earlier;
        line.problem(options.id(), found, "each id once");
      }
      return id;
    }

    /** Whether rows are known by their number; where the file decides, its first line does. */
    private boolean byRow(Section line) {
      if (lines.isEmpty()) {
        byRow =
            switch (options.ids()) {
              case COLUMN -> false;
              case ROW -> true;
              case COLUMN_OR_ROW -> !line.has(options.id());
            };
      }
      return byRow;
    }

    private static boolean isMapOfOutputs(Optional<Node> value) {
      return value.isPresent()
          && value.get() instanceof Node.Entries entries
          && !entries.entries().containsKey("dtype")
          && !entries.entries().containsKey("file");
    }

    private Set<String> outputs(Section values) {
      Set<String> names = new LinkedHashSet<>(values.keys());
      names.remove(options.id());
      return names;
    }

    private static boolean isFraction(Node.Scalar scalar) {
      boolean nonFinite = Numbers.nonFinite(scalar.text()).isPresent();
      boolean whole = Numbers.whole(scalar.text()).isPresent();
      return (scalar.style() == Node.Style.NUMBER && !whole) || nonFinite;
    }

    Recording finish() {
      Map<String, Output> answers = new LinkedHashMap<>();
      Set<String> nulls = new LinkedHashSet<>();
      for (Line line : lines) {
        Optional<Output> output = output(line.values());
        output.ifPresent(o -> answers.put(line.id(), o));
        if (output.isEmpty()) {
          nulls.add(line.id());
        }
      }
      if (options.layout() == RecordedOptions.Layout.ONE_CASE) {
        Output only = answers.get("");
        if (lines.size() == 1 && only != null) {
          return Recording.ofOneCase(only);
        }
        String found = lines.size() + " answers in a file for one case";
        reading.problem(source.name(), 1, found, "one line");
      } else if (lines.isEmpty()) {
        reading.problem(source.name(), 1, "the file holds no answer", "one answer a line");
      }
      OptionalInt rows = byRow ? OptionalInt.of(lines.size()) : OptionalInt.empty();
      return new RecordedLines(answers, nulls, rows);
    }

    /** The outputs of a line; empty if one of them is null or there is none. */
    private Optional<Output> output(Section values) {
      Map<String, Tensor> outputs = new LinkedHashMap<>();
      for (String name : outputs(values)) {
        Node value = values.any(name).orElseThrow();
        if (value instanceof Node.Scalar scalar && scalar.isNull()) {
          return Optional.empty();
        }
        tensor(values, name, value).ifPresent(tensor -> outputs.put(name, tensor));
      }
      return outputs.isEmpty() ? Optional.empty() : Optional.of(new Output(outputs, Map.of()));
    }

    private Optional<Tensor> tensor(Section values, String name, Node value) {
      if (value instanceof Node.Entries) {
        return tensors.read(values, name);
      }
      Leaves leaves = value instanceof Node.Data data ? data.leaves() : new Leaves();
      boolean even =
          value instanceof Node.Data ? !leaves.isRagged() : Flattening.into(leaves, value);
      if (!even) {
        values.problem(name, value, "numbers, texts or booleans, in lists of equal length");
        return Optional.empty();
      }
      int[] shape = value instanceof Node.Scalar ? SCALAR : leaves.extents();
      DType dtype = Flattening.typeOf(leaves);
      boolean whole = value instanceof Node.Scalar && !fractions.contains(name);
      DType settled = dtype == DType.FP64 && whole ? DType.INT64 : dtype;
      return Elements.read(
          settled, shape, leaves, bad -> values.problem(name, value, Elements.allowed(settled)));
    }
  }
}

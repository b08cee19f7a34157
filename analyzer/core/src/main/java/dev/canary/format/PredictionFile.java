package dev.canary.format;

import dev.canary.measure.Given;
import dev.canary.measure.Predictions;
import dev.canary.measure.Predictions.Column;
import dev.canary.suite.Case;
import dev.canary.suite.Input;
import dev.canary.target.Output;
import dev.canary.target.PredictionException;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads every prediction of a file: CSV, JSON lines or NPY, as {@link Recording} reads them. */
public final class PredictionFile {
  private static final int MOST_PROBLEMS = 10;

  private final String file;
  private final List<String> keys = new ArrayList<>();
  private final List<String> unanswered = new ArrayList<>();
  private final List<Output> answers = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  private PredictionFile(String file) {
    this.file = file;
  }

  /**
   * Reads a file.
   *
   * @param id the column of the ids that must be there; {@code id}, where there is one, if empty
   * @throws FormatException with every problem of the file; numbers that are not finite, and cases
   *     that do not answer in the shape of the first, are such
   */
  public static Predictions read(Path path, Optional<String> id) throws FormatException {
    RecordedOptions options =
        new RecordedOptions(
            id.orElse(RecordedOptions.DEFAULT_ID),
            RecordedOptions.Ids.COLUMN_OR_ROW,
            RecordedOptions.Layout.ROW_PER_CASE,
            Optional.empty());
    Recording recording = Recording.read(path, options);
    PredictionFile file = new PredictionFile(path.toString());
    boolean haveIds = recording.rows().isEmpty();
    if (id.isPresent() && !haveIds) {
      throw new FormatException(
          new Problem(path.toString(), 0, "no column \"" + id.get() + "\" for ids", "its name"));
    }
    List<String> all =
        haveIds
            ? List.copyOf(recording.ids())
            : IntStream.range(0, recording.rows().getAsInt()).mapToObj(String::valueOf).toList();
    all.forEach(key -> file.collect(recording, key));
    List<Column> columns = file.columns();
    if (!file.problems.isEmpty()) {
      throw new FormatException(file.problems);
    }
    return new Predictions(path.toString(), file.keys, haveIds, file.unanswered, columns);
  }

  private void collect(Recording recording, String key) {
    try {
      Output answer = recording.answerTo(Case.of(key, Input.of(Map.of())));
      keys.add(key);
      answers.add(answer);
    } catch (PredictionException e) {
      unanswered.add(key);
    }
  }

  private List<Column> columns() {
    if (answers.isEmpty()) {
      problem("no case has an answer", "one row a case");
      return List.of();
    }
    List<Column> columns = new ArrayList<>();
    Output first = answers.get(0);
    first
        .tensors()
        .forEach(
            (name, tensor) -> {
              for (int i = 0; i < tensor.size(); i++) {
                String column = name(first, name, tensor, i);
                columns.add(
                    isText(tensor) ? labels(column, name, i) : numbers(column, name, tensor, i));
              }
            });
    return columns;
  }

  private static boolean isText(Tensor tensor) {
    return tensor.dtype() == DType.STRING || tensor.dtype() == DType.BOOL;
  }

  private static String name(Output output, String name, Tensor tensor, int element) {
    List<String> classes = output.classes().getOrDefault(name, List.of());
    if (classes.size() == tensor.size()) {
      return classes.get(element);
    }
    return tensor.shape().length == 0 ? name : name + "[" + element + "]";
  }

  private Column labels(String column, String output, int element) {
    List<String> labels = new ArrayList<>(answers.size());
    for (int row = 0; row < answers.size(); row++) {
      labels.add(tensor(row, output, element).map(t -> t.labelAt(element)).orElse(""));
    }
    return new Column(column, new Given.Labels(labels));
  }

  private Column numbers(String column, String output, Tensor like, int element) {
    double[] numbers = new double[answers.size()];
    for (int row = 0; row < numbers.length; row++) {
      Optional<Tensor> tensor = tensor(row, output, element);
      if (tensor.isPresent() && isText(tensor.get())) {
        problem(where(row) + column + " is a text", "a number, as " + like.dtype().label());
      } else if (tensor.isPresent()) {
        numbers[row] = tensor.get().doubleAt(element);
        if (!Double.isFinite(numbers[row])) {
          problem(where(row) + column + " is " + numbers[row], "finite numbers");
        }
      }
    }
    return new Column(column, new Given.Numbers(numbers));
  }

  private Optional<Tensor> tensor(int row, String output, int element) {
    Optional<Tensor> tensor =
        Optional.ofNullable(answers.get(row).tensors().get(output)).filter(t -> t.size() > element);
    if (tensor.isEmpty()) {
      problem(where(row) + output + " is missing or shorter", "the same in every row");
    }
    return tensor;
  }

  private String where(int row) {
    return "case \"" + keys.get(row) + "\": ";
  }

  private void problem(String found, String allowed) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(new Problem(file, 0, found, allowed));
    }
  }
}

package dev.canary.format;

import dev.canary.suite.Case;
import dev.canary.target.Output;
import dev.canary.target.PredictionException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A file of recorded predictions, by the id of the case.
 *
 * <p>JSON lines: {@code {"id": .., "output": {"<name>": value, ..}}} or {@code {"id": .., "<name>":
 * value, ..}}. A value is a tensor as in {@code cases.jsonl}, a scalar, or a list of numbers
 * (fp64), texts or booleans, nested or not. Bare numbers of one name are int64 if all of them in
 * the file are whole, else fp64. null means that there is no answer.
 *
 * <p>CSV, a row per case: a header with the names of the columns is needed. The columns of numbers
 * make one fp64 tensor {@code output} of one axis whose classes are the columns' names; each column
 * with a text makes a string output of its name. An empty cell means that there is no answer. CSV,
 * one case: a value a line, or {@code index,value} a line, or a single row of values; a header is
 * optional.
 *
 * <p>NPY: the rows in order, or one case.
 *
 * <p>Without ids in the file, rows are known by their number, from 0.
 */
public interface Recording {
  /** The name of an output that the file does not name. */
  String OUTPUT = "output";

  /**
   * What was recorded for a case.
   *
   * @throws PredictionException with reason EMPTY if there is nothing
   */
  Output answerTo(Case golden) throws PredictionException;

  /** How many rows are known by their number; empty where the file itself names its cases. */
  default OptionalInt rows() {
    return OptionalInt.empty();
  }

  /** The ids of the cases where the file names them, those without an answer too; else empty. */
  default Set<String> ids() {
    return Set.of();
  }

  /**
   * What was recorded in a row, where rows are known by their number.
   *
   * @throws PredictionException with reason EMPTY, naming the case, if there is nothing
   */
  default Output answerAt(int row, Case golden) throws PredictionException {
    throw new IllegalStateException("the rows of this file are known by the ids of their cases");
  }

  /**
   * Reads a file.
   *
   * @throws FormatException with every problem of the file
   */
  static Recording read(Path file, RecordedOptions options) throws FormatException {
    Reading reading = new Reading(file.toAbsolutePath().resolveSibling(""));
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    Optional<Recording> recording;
    if (name.endsWith(".npy")) {
      recording = RecordedArray.read(reading, file, options);
    } else if (name.endsWith(".csv")) {
      recording = reading.text(file).flatMap(s -> RecordedTable.read(reading, s, options));
    } else if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
      recording = reading.text(file).flatMap(s -> RecordedLines.read(reading, s, options));
    } else {
      reading.problem(name, 0, "not a file of predictions", ".csv, .jsonl, .ndjson or .npy");
      recording = Optional.empty();
    }
    reading.check();
    return recording.orElseThrow(() -> new IllegalStateException("no recording and no problem"));
  }

  /** The failure of a case without an answer. */
  static PredictionException missing(Case golden, String why) {
    return new PredictionException(
        PredictionException.Reason.EMPTY, "case \"" + golden.id() + "\": " + why);
  }

  /**
   * The row that an id names.
   *
   * @throws PredictionException if it names none of this many rows
   */
  static int row(Case golden, int rows) throws PredictionException {
    Optional<Integer> row =
        Numbers.whole(golden.id()).filter(n -> n >= 0 && n < rows).map(Long::intValue);
    return row.orElseThrow(
        () -> missing(golden, "idFrom: row needs a row number from 0 to " + (rows - 1) + " as id"));
  }

  /** One answer, whatever the case. */
  static Recording ofOneCase(Output output) {
    return golden -> output;
  }
}

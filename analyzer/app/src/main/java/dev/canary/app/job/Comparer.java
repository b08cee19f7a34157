package dev.canary.app.job;

import dev.canary.format.FormatException;
import dev.canary.format.PredictionFile;
import dev.canary.format.Problem;
import dev.canary.measure.Comparison;
import dev.canary.measure.Matching;
import dev.canary.measure.Predictions;
import dev.canary.measure.Selection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares two files of predictions.
 *
 * @param id the column of the ids, if it is named
 * @param wish what is to pair them
 */
public record Comparer(Optional<String> id, Matching.Wish wish) {

  /**
   * Reads both files and compares them.
   *
   * @throws FormatException with every problem of both files
   * @throws CannotRunException if they cannot be compared so
   */
  public Comparison compare(Path a, Path b, Selection selection)
      throws FormatException, CannotRunException {
    List<Problem> problems = new ArrayList<>();
    Optional<Predictions> now = read(a, problems);
    Optional<Predictions> then = read(b, problems);
    if (now.isEmpty() || then.isEmpty()) {
      throw new FormatException(problems);
    }
    try {
      Matching matching = Matching.of(now.get(), then.get(), wish);
      return Comparison.of(now.get(), then.get(), matching, selection);
    } catch (IllegalArgumentException e) {
      throw new CannotRunException(String.valueOf(e.getMessage()), e);
    }
  }

  private Optional<Predictions> read(Path file, List<Problem> problems) {
    try {
      return Optional.of(PredictionFile.read(file, id));
    } catch (FormatException e) {
      problems.addAll(e.problems());
      return Optional.empty();
    }
  }
}

package dev.canary.format.recorded;

import dev.canary.format.Recording;
import dev.canary.suite.Case;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Output;
import dev.canary.target.PredictionException;
import dev.canary.target.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Answers with what was recorded.
 *
 * <p>Where rows are known by their number, a case's id is that number; in a suite whose ids are not
 * all row numbers, the rows are its cases in order.
 */
final class RecordedTarget implements Target {
  private static final Pattern ROW = Pattern.compile("0|[1-9][0-9]{0,8}");

  private final ModelIdentity identity;
  private final Recording recording;
  private final Map<String, Integer> rowOfId = new HashMap<>();

  RecordedTarget(ModelIdentity identity, Recording recording) {
    this.identity = identity;
    this.recording = recording;
  }

  @Override
  public ModelIdentity identity() {
    return identity;
  }

  @Override
  public void expect(List<Case> cases) {
    rowOfId.clear();
    if (recording.rows().isPresent() && !namesRows(cases, recording.rows().getAsInt())) {
      for (int i = 0; i < cases.size(); i++) {
        rowOfId.put(cases.get(i).id(), i);
      }
    }
  }

  private static boolean namesRows(List<Case> cases, int rows) {
    return cases.stream()
        .map(Case::id)
        .allMatch(id -> ROW.matcher(id).matches() && Integer.parseInt(id) < rows);
  }

  @Override
  public Output predict(Case golden) throws PredictionException {
    Integer row = rowOfId.get(golden.id());
    if (row == null) {
      return recording.answerTo(golden);
    }
    if (row >= recording.rows().orElse(0)) {
      String found = "case \"%s\": it is number %d, and the file has %d rows";
      throw new PredictionException(
          PredictionException.Reason.EMPTY,
          found.formatted(golden.id(), row + 1, recording.rows().orElse(0)));
    }
    return recording.answerAt(row, golden);
  }

  @Override
  public void close() {
    // Nothing is open: the file was read whole.
  }
}

package dev.canary.format;

import dev.canary.measure.Given;
import java.util.Arrays;
import java.util.List;

/** Reads what the command line gives for a parameter: a number, numbers with commas, or a word. */
public final class GivenText {
  private GivenText() {}

  /** What a text gives. */
  public static Given read(String text) {
    List<String> parts = Arrays.asList(text.split(",", -1));
    if (!parts.stream().allMatch(RecordedTable::isNumber)) {
      return new Given.Word(text);
    }
    if (parts.size() > 1) {
      return new Given.Numbers(parts.stream().mapToDouble(RecordedTable::number).toArray());
    }
    return Numbers.whole(text)
        .<Given>map(Given.Whole::new)
        .orElseGet(() -> new Given.Real(RecordedTable.number(text)));
  }
}

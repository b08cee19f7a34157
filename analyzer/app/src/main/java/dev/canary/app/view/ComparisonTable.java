package dev.canary.app.view;

import dev.canary.measure.Answer;
import dev.canary.measure.Comparison;
import dev.canary.measure.Matching;
import dev.canary.measure.Movement;
import dev.canary.measure.Predictions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Two files of predictions compared, for a person: the facts, then measures of pairs, then measures
 * of heaps and what they cannot see.
 *
 * @param style of the terminal
 */
public record ComparisonTable(Style style) {
  private static final int MOST_NAMES = 10;
  private static final int MOST_COLUMNS = 12;

  /** The lines of a comparison. */
  public List<String> lines(Comparison comparison) {
    List<String> lines = new ArrayList<>();
    lines.addAll(files(comparison));
    if (!comparison.movements().isEmpty()) {
      lines.add("");
      lines.addAll(movements(comparison.movements()));
    }
    section(lines, "Paired: each prediction beside its own counterpart", comparison.paired());
    section(lines, "Unpaired: both files as heaps", comparison.unpaired());
    if (!comparison.unpaired().isEmpty()) {
      lines.add(
          style.faint(
              "Measures of heaps are blind to predictions that changed places with others."));
    }
    comparison.notes().forEach(note -> lines.add("note: " + note));
    return lines;
  }

  private static List<String> files(Comparison comparison) {
    Matching matching = comparison.matching();
    List<String> lines = new ArrayList<>();
    lines.add("A  " + describe(comparison.a()));
    lines.add("B  " + describe(comparison.b()) + ", the reference");
    lines.add(
        switch (matching.by()) {
          case ID -> "paired by id: " + matching.pairs() + " pairs; differences are A - B";
          case ROW -> "paired by row: " + matching.pairs() + " pairs; differences are A - B";
          case NOTHING -> unpaired(comparison);
        });
    only(lines, "A", matching.onlyA());
    only(lines, "B", matching.onlyB());
    return lines;
  }

  private static String unpaired(Comparison comparison) {
    boolean couldPair = comparison.a().keys().size() == comparison.b().keys().size();
    return "not paired" + (couldPair ? "; --pair-by row pairs rows by their order" : "");
  }

  private static String describe(Predictions file) {
    String columns =
        file.columns().stream()
            .map(Predictions.Column::name)
            .limit(MOST_NAMES)
            .collect(Collectors.joining(", "));
    String more = file.columns().size() > MOST_NAMES ? ", ..." : "";
    String without =
        file.unanswered().isEmpty() ? "" : "; without an answer: " + names(file.unanswered());
    return "%s: %d predictions of %s%s%s"
        .formatted(file.file(), file.keys().size(), columns, more, without);
  }

  private static void only(List<String> lines, String side, List<String> ids) {
    if (!ids.isEmpty()) {
      lines.add("only in " + side + ": " + names(ids));
    }
  }

  private static String names(List<String> ids) {
    String some = ids.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
    return ids.size() + " (" + some + (ids.size() > MOST_NAMES ? ", ..." : "") + ")";
  }

  private List<String> movements(List<Movement> movements) {
    int width = movements.stream().mapToInt(m -> m.column().length()).max().orElse(0);
    String format = "%-" + Math.max(width, 6) + "s  %9s  %s";
    List<String> lines = new ArrayList<>();
    lines.add(style.faint(String.format(format, "column", "moved", "furthest")));
    movements.stream()
        .limit(MOST_COLUMNS)
        .forEach(m -> lines.add(String.format(format, m.column(), share(m), furthest(m))));
    rest(lines, movements.size());
    return lines;
  }

  private static void rest(List<String> lines, int columns) {
    if (columns > MOST_COLUMNS) {
      lines.add("... " + (columns - MOST_COLUMNS) + " more with --output json");
    }
  }

  private static String share(Movement movement) {
    return String.format(Locale.ROOT, "%.4g %%", 100.0 * movement.moved() / movement.pairs());
  }

  private static String furthest(Movement movement) {
    if (movement.moved() == 0) {
      return "all %d equal".formatted(movement.pairs());
    }
    String changes =
        movement.changes().entrySet().stream()
            .limit(MOST_NAMES)
            .map(change -> change.getValue() + " from " + change.getKey())
            .collect(Collectors.joining(", "));
    String largest =
        movement.largest().isPresent()
            ? number(movement.largest().getAsDouble()) + " at "
            : changes + "; the first is ";
    return largest + movement.where();
  }

  private void section(List<String> lines, String title, List<Comparison.Line> section) {
    if (section.isEmpty()) {
      return;
    }
    int measure = section.stream().mapToInt(line -> line.measure().length()).max().orElse(0);
    int column = section.stream().mapToInt(line -> line.column().length()).max().orElse(0);
    String format =
        "%-" + Math.max(measure, 7) + "s  %-" + Math.max(column, 6) + "s  %12s  %10s  %10s  %s";
    lines.add("");
    lines.add(title);
    lines.add(
        style.faint(
            String.format(format, "measure", "column", "statistic", "p", "p (Holm)", "computed")));
    section.forEach(line -> lines.add(row(format, line)));
  }

  private static String row(String format, Comparison.Line line) {
    Answer answer = line.answer();
    String p = answer.significance().map(tail -> number(tail.pValue())).orElse("");
    return String.format(
        format,
        line.measure(),
        line.column(),
        number(answer.statistic()),
        p,
        number(line.adjusted()),
        computed(answer));
  }

  private static String computed(Answer answer) {
    String effect =
        answer.effect().map(found -> found.name() + " " + number(found.value()) + "; ").orElse("");
    String method = answer.significance().map(tail -> tail.method() + "; ").orElse("");
    return effect + method + answer.name();
  }

  private static String number(OptionalDouble value) {
    return value.isPresent() ? number(value.getAsDouble()) : "";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.5g", value);
  }
}

package dev.canary.app.view;

import dev.canary.measure.Answer;
import dev.canary.measure.Comparison;
import dev.canary.measure.Matching;
import dev.canary.measure.Movement;
import dev.canary.measure.Predictions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
  private static final int MOST_ROWS = 18;

  /** Below, a p-value is told as small, not as a number that no data bear out. */
  private static final double SMALLEST = 1e-300;

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
    List<Row> rows = rows(section);
    int measure = rows.stream().mapToInt(row -> row.line().measure().length()).max().orElse(0);
    int column = rows.stream().mapToInt(row -> row.column().length()).max().orElse(0);
    String format =
        "%-" + Math.max(measure, 7) + "s  %-" + Math.max(column, 6) + "s  %12s  %10s  %10s  %s";
    lines.add("");
    lines.add(title);
    lines.add(
        style.faint(
            String.format(format, "measure", "column", "statistic", "p", "p (Holm)", "computed")));
    rows.forEach(row -> lines.add(text(format, row)));
    if (rows.size() < section.size()) {
      lines.add(style.faint("The worst column of each measure; --output json has all of them."));
    }
  }

  /** A line of the comparison, and what to call its column. */
  private record Row(Comparison.Line line, String column) {}

  /** All lines, or, where these are too many to be read, the worst of each measure. */
  private static List<Row> rows(List<Comparison.Line> section) {
    if (section.size() <= MOST_ROWS) {
      return section.stream().map(line -> new Row(line, line.column())).toList();
    }
    Map<String, List<Comparison.Line>> byMeasure = new LinkedHashMap<>();
    section.forEach(
        line -> byMeasure.computeIfAbsent(line.measure(), m -> new ArrayList<>()).add(line));
    return byMeasure.values().stream().map(ComparisonTable::worst).toList();
  }

  private static Row worst(List<Comparison.Line> lines) {
    Comparison.Line worst =
        lines.stream()
            .min(
                Comparator.<Comparison.Line>comparingDouble(
                        line -> line.answer().significance().map(t -> t.logPValue()).orElse(0.0))
                    .thenComparing(line -> -line.answer().statistic().orElse(0)))
            .orElseThrow();
    boolean only = lines.size() == 1;
    return new Row(worst, only ? worst.column() : worst.column() + " of " + lines.size());
  }

  private static String text(String format, Row row) {
    Answer answer = row.line().answer();
    String p = answer.significance().map(tail -> probability(tail.pValue())).orElse("");
    String adjusted =
        row.line().adjusted().isPresent() ? probability(row.line().adjusted().getAsDouble()) : "";
    return String.format(
        format,
        row.line().measure(),
        row.column(),
        answer.statistic().isPresent() ? number(answer.statistic().getAsDouble()) : "",
        p,
        adjusted,
        computed(answer));
  }

  private static String computed(Answer answer) {
    String effect =
        answer.effect().map(found -> found.name() + " " + number(found.value()) + "; ").orElse("");
    String method = answer.significance().map(tail -> tail.method() + "; ").orElse("");
    return effect + method + answer.name();
  }

  private static String probability(double p) {
    return p < SMALLEST ? "<" + SMALLEST : number(p);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.5g", value);
  }
}

package dev.canary.measure;

import dev.canary.measure.Comparison.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which measures compare two files, and what they are told. */
public final class Selection {
  /** What a person wants to see first; those of pairs are left out where there are no pairs. */
  private static final List<String> PICTURE =
      List.of(
          "sign-flip",
          "wilcoxon",
          "mcnemar",
          "energy-paired",
          "ks",
          "cvm",
          "wasserstein",
          "energy",
          "jensen-shannon",
          "psi",
          "chi-square",
          "total-variation");

  private final List<Measure> measures;
  private final Map<String, Given> parameters;
  private final boolean byName;

  private Selection(List<Measure> measures, Map<String, Given> parameters, boolean byName) {
    this.measures = measures;
    this.parameters = parameters;
    this.byName = byName;
  }

  /**
   * The measures of these names, or a useful picture if there is none.
   *
   * @param parameters go to each measure that knows them
   * @throws IllegalArgumentException if there is no measure of a name, or if no measure knows a
   *     parameter
   */
  public static Selection of(List<String> names, Map<String, Given> parameters) {
    List<Measure> measures =
        (names.isEmpty() ? PICTURE : names).stream().map(Catalogue::measure).distinct().toList();
    for (String parameter : parameters.keySet()) {
      if (measures.stream().noneMatch(measure -> measure.knows(parameter))) {
        // Says what is allowed.
        measures.get(0).requireKnown(parameter);
      }
    }
    return new Selection(measures, parameters, !names.isEmpty());
  }

  /** True if the measures were asked for by their names. */
  boolean isByName() {
    return byName;
  }

  /** Every measure for every column that it can compare. */
  List<Task> tasks(Columns columns) {
    List<Task> tasks = new ArrayList<>();
    for (Measure measure : measures) {
      int before = tasks.size();
      if (!measure.kind().isOfPairs() || columns.arePaired()) {
        add(tasks, measure, columns);
      }
      if (byName && tasks.size() == before) {
        throw new IllegalArgumentException(
            "%s compares %s, which these files do not give"
                .formatted(measure.name(), measure.kind().takes()));
      }
    }
    return tasks;
  }

  private void add(List<Task> tasks, Measure measure, Columns columns) {
    if (measure.kind() == Kind.PAIRED_ROWS) {
      if (columns.numeric() > (byName ? 0 : 1)) {
        String all = columns.numeric() + " columns at once";
        tasks.add(task(measure, all, columns.rowsX(), columns.rowsY()));
      }
      return;
    }
    for (int i = 0; i < columns.count(); i++) {
      if (compares(measure.kind(), columns, i)) {
        tasks.add(task(measure, columns.name(i), columns.x(i), columns.y(i)));
      }
    }
  }

  private boolean compares(Kind kind, Columns columns, int column) {
    return switch (kind) {
      case TWO_SAMPLE, PAIRED, SAMPLE_DISTANCE, PAIRED_DISTANCE, SAMPLES ->
          !columns.areLabels(column);
      case TABLE -> byName || columns.areLabels(column);
      case HISTOGRAM_DISTANCE -> true;
      case PAIRED_LABELS -> byName || columns.areTwoLabels(column);
      case PAIRED_ROWS, NOISE_FLOOR, ADJUSTMENT -> false;
    };
  }

  private Task task(Measure measure, String column, Given x, Given y) {
    Map<String, Given> given = new LinkedHashMap<>();
    boolean labels = x instanceof Given.Labels;
    parameters.forEach(
        (name, value) -> {
          if (measure.knows(name) && !(labels && Tables.isAboutBins(name))) {
            given.put(name, value);
          }
        });
    boolean counts = measure.kind() == Kind.TABLE || measure.kind() == Kind.HISTOGRAM_DISTANCE;
    if (counts && !labels && !measure.isTold(Tables.BINS, given)) {
      given.put(Tables.BINS.name(), new Given.Whole(Tables.DEFAULT_BINS));
    }
    given.put(Data.X.name(), x);
    given.put(Data.Y.name(), y);
    return new Task(measure, column, given);
  }
}

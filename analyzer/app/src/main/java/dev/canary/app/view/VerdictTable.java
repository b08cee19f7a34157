package dev.canary.app.view;

import dev.canary.check.CaseDeviation;
import dev.canary.check.Cause;
import dev.canary.check.Finding;
import dev.canary.check.HealthCheck;
import dev.canary.check.Severity;
import dev.canary.event.JudgedRun;
import dev.canary.verdict.Verdict.Level;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The verdicts of several runs as a table, each with what points to it.
 *
 * @param style of the terminal
 */
public record VerdictTable(Style style) {
  private static final int MOST_CASES = 5;

  /**
   * A row of the table.
   *
   * @param run that it is about
   * @param below lines that follow its reasons
   */
  public record Row(JudgedRun run, List<String> below) {
    public Row {
      below = List.copyOf(below);
    }
  }

  /** The table's lines: a heading, and one row a run with the reasons below it. */
  public Stream<String> lines(List<Row> rows) {
    int width = rows.stream().mapToInt(row -> row.run().watch().length()).max().orElse(5);
    String format = "%-" + Math.max(width, 5) + "s  %s  %5s  %s";
    Stream<String> heading =
        Stream.of(style.faint(String.format(format, "suite", pad("verdict"), "cases", "version")));
    return Stream.concat(heading, rows.stream().flatMap(row -> row(format, row)));
  }

  private Stream<String> row(String format, Row row) {
    JudgedRun run = row.run();
    Level level = run.verdict().level();
    String causes =
        run.verdict().causes().stream().map(Cause::name).collect(Collectors.joining(", "));
    String first =
        String.format(
            format,
            run.watch(),
            style.verdict(level, pad(level.name())),
            run.run().observations().size(),
            run.run().model().versionOrDefault()
                + (causes.isEmpty() ? "" : "  " + causes)
                + scope(run));
    Stream<Finding> reasons = run.findings().stream().filter(VerdictTable::isWorthSaying);
    Stream<String> evidence =
        run.evidence().stream().flatMap(EvidenceText::news).map(line -> "  " + line);
    Stream<String> below = row.below().stream().map(line -> "  " + line);
    return Stream.of(Stream.of(first), reasons.map(this::say), evidence, below)
        .flatMap(lines -> lines);
  }

  /** What the watch's name does not tell. */
  private static String scope(JudgedRun run) {
    String region = run.scope().region().map(r -> "  in " + r).orElse("");
    return switch (run.scope().tier()) {
      case GOLDEN -> region;
      case SMOKE -> region + "  (smoke: facts only)";
    };
  }

  /** What is news, what warns, and what a server's remarks are: a switched-off check is loud. */
  private static boolean isWorthSaying(Finding finding) {
    return finding.isNews()
        || finding.severity() == Severity.WARN
        || finding.check().equals(HealthCheck.REMARKS);
  }

  private String say(Finding finding) {
    List<String> ids = finding.cases().stream().map(CaseDeviation::id).distinct().toList();
    String cases = ids.stream().limit(MOST_CASES).collect(Collectors.joining(", "));
    String more = ids.size() > MOST_CASES ? ", ..." : "";
    String where = cases.isEmpty() ? "" : style.faint(" [" + cases + more + "]");
    return "  " + finding.check() + ": " + finding.reason() + where;
  }

  private static String pad(String verdict) {
    return String.format("%-12s", verdict);
  }
}

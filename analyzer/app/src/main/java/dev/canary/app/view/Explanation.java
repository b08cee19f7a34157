package dev.canary.app.view;

import dev.canary.check.CaseDeviation;
import dev.canary.check.Decides;
import dev.canary.check.Finding;
import dev.canary.event.JudgedRun;
import dev.canary.event.Scope;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * One run in words, for whoever was paged: the verdict, what decided it, which cases, how far.
 *
 * @param style of the terminal
 */
public record Explanation(Style style) {
  /**
   * The lines about a run: first what decided, then what held, what only describes, and the
   * evidence over runs.
   */
  public Stream<String> lines(JudgedRun run) {
    return Stream.of(
            head(run),
            part("Decided", run.findings().stream().filter(f -> decides(f) && f.isNews())),
            part("Held", run.findings().stream().filter(f -> decides(f) && !f.isNews())),
            part("Described", run.findings().stream().filter(f -> !decides(f))),
            evidence(run))
        .flatMap(lines -> lines);
  }

  private Stream<String> head(JudgedRun run) {
    var model = run.run().model();
    String verdict = style.verdict(run.verdict().level(), run.verdict().level().name());
    Stream<String> first = Stream.concat(Stream.of(run.id() + "  " + verdict), scope(run.scope()));
    Stream<String> rest =
        Stream.of(
            "model     %s, %s %s"
                .formatted(model.versionOrDefault(), model.engine(), model.engineVersion()),
            "baseline  " + run.baseline().map(b -> b.version() + ", " + b.digest()).orElse("none"),
            String.format(
                Locale.ROOT,
                "cases     %d, %d failed, %.1f ms",
                run.run().observations().size(),
                run.run().failed(),
                run.run().duration().toNanos() / 1e6));
    return Stream.concat(first, rest);
  }

  /** Which replica, where and how much of the suite. */
  private static Stream<String> scope(Scope scope) {
    Stream<String> tier =
        switch (scope.tier()) {
          case GOLDEN -> Stream.of();
          case SMOKE -> Stream.of("tier      smoke: few cases, facts only, no evidence");
        };
    return Stream.of(
            scope.replica().stream().map(replica -> "replica   " + replica),
            scope.region().stream().map(region -> "region    " + region),
            tier)
        .flatMap(lines -> lines);
  }

  private Stream<String> evidence(JudgedRun run) {
    return run.evidence().stream()
        .flatMap(
            evidence ->
                Stream.concat(
                    Stream.of("", style.faint("Evidence over runs")),
                    EvidenceText.explain(evidence).map(line -> "  " + line)));
  }

  private static boolean decides(Finding finding) {
    return finding.decides() != Decides.NOTHING;
  }

  private Stream<String> part(String title, Stream<Finding> findings) {
    List<Finding> all = findings.toList();
    return all.isEmpty()
        ? Stream.empty()
        : Stream.concat(
            Stream.of("", style.faint(title)), all.stream().flatMap(Explanation::finding));
  }

  private static Stream<String> finding(Finding finding) {
    String cause = finding.cause().map(c -> " " + c).orElse("");
    String first = "  %s%s: %s".formatted(finding.check(), cause, finding.reason());
    String arithmetic =
        number("statistic", finding.statistic())
            + number("threshold", finding.threshold())
            + number("p", finding.pValue())
            + number("effect", finding.effect());
    Stream<String> lines =
        arithmetic.isEmpty() ? Stream.of(first) : Stream.of(first, "   " + arithmetic);
    return Stream.concat(lines, finding.cases().stream().map(Explanation::deviation));
  }

  private static String deviation(CaseDeviation c) {
    boolean sized = !Double.isNaN(c.deviation());
    String size = sized ? String.format(Locale.ROOT, "  %.4g", c.deviation()) : "";
    String note = c.note().isEmpty() ? "" : "  " + c.note();
    return "      " + c.id() + size + note + c.exchange().map(Explanation::answer).orElse("");
  }

  /** Which of the stored answers this is about. */
  private static String answer(CaseDeviation.Seen seen) {
    String status = seen.status().isPresent() ? "  status " + seen.status().getAsInt() : "";
    return status + (seen.digest().isEmpty() ? "" : "  answer " + seen.digest());
  }

  private static String number(String name, OptionalDouble value) {
    return value.isPresent()
        ? String.format(Locale.ROOT, " %s %.6g", name, value.getAsDouble())
        : "";
  }
}

package dev.canary.app.cli;

import dev.canary.alert.AlertMachine;
import dev.canary.alert.Transition;
import dev.canary.app.serve.Daemon;
import dev.canary.app.serve.DaemonStatus;
import dev.canary.app.serve.Listener;
import dev.canary.app.view.Style;
import dev.canary.check.Cause;
import dev.canary.event.JudgedRun;
import dev.canary.event.Scope;
import dev.canary.format.RunJson;
import dev.canary.watch.Tier;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What a daemon tells on its terminal: a line a run, and a line for whatever happens to an alert.
 *
 * @param style of the lines
 * @param verbosity how much is told
 * @param answers takes the lines that were asked for
 * @param remarks takes what else is to be said
 */
record ServeLines(
    Style style, Verbosity verbosity, Consumer<String> answers, Consumer<String> remarks)
    implements Listener {
  private static final int CASES_SHOWN = 3;

  /** How much is told. */
  public enum Verbosity {
    /** Each run as JSON. */
    JSON,
    /** Each run, and what happens to alerts. */
    RUNS,
    /** Only what happens to alerts. */
    TROUBLE
  }

  /** Listens to a daemon from now on; there is nothing to end. */
  public AutoCloseable on(Daemon daemon) {
    daemon.listen(this);
    return () -> {};
  }

  /** The first line. */
  public String started(DaemonStatus status) {
    int count = status.watches().size();
    return "serving %d %s; interrupt to stop".formatted(count, count == 1 ? "watch" : "watches");
  }

  @Override
  public void recorded(JudgedRun judged, AlertMachine.Step alerts, Instant due) {
    switch (verbosity) {
      case JSON -> answers.accept(RunJson.run(judged));
      case RUNS -> answers.accept(line(judged, due));
      case TROUBLE -> {}
    }
    stepped(judged.scope(), alerts);
  }

  @Override
  public void stepped(Scope scope, AlertMachine.Step alerts) {
    if (verbosity != Verbosity.JSON) {
      alerts.transitions().forEach(each -> answers.accept(line(scope, each)));
    }
  }

  @Override
  public void failed(String watch, String why) {
    remarks.accept(watch + ": " + why);
  }

  @Override
  public void reloaded(String problem) {
    remarks.accept(
        problem.isEmpty()
            ? "the files were read again"
            : "the files have changed and are wrong, what was read before goes on: " + problem);
  }

  private String line(JudgedRun judged, Instant due) {
    String verdict = "%-12s".formatted(judged.verdict().level().name());
    String causes =
        judged.verdict().causes().stream().map(Cause::name).collect(Collectors.joining(", "));
    String tier = judged.scope().tier() == Tier.SMOKE ? " smoke" : "";
    return "%s  %s  %s%s  %d ms%s"
        .formatted(
            style.faint(due.truncatedTo(ChronoUnit.SECONDS).toString()),
            style.verdict(judged.verdict().level(), verdict),
            judged.watch(),
            style.faint(tier),
            judged.run().duration().toMillis(),
            causes.isEmpty() ? "" : "  " + causes);
  }

  private String line(Scope scope, Transition each) {
    String cases =
        each.complaints().stream()
            .flatMap(complaint -> complaint.cases().stream())
            .distinct()
            .limit(CASES_SHOWN)
            .collect(Collectors.joining(", "));
    return "%s  %s %s  %s: %s%s"
        .formatted(
            style.faint(each.at().truncatedTo(ChronoUnit.SECONDS).toString()),
            each.kind(),
            each.severity(),
            scope.watch(),
            each.reason(),
            cases.isEmpty() ? "" : style.faint(" [" + cases + "]"));
  }
}

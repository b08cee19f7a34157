package dev.canary.app.view;

import dev.canary.check.DeviationCheck;
import dev.canary.evidence.BudgetSentence;
import dev.canary.plan.Detection;
import dev.canary.plan.Detection.Delay;
import dev.canary.plan.Improvement;
import dev.canary.plan.Load;
import dev.canary.plan.Reach;
import dev.canary.plan.TargetLoad;
import dev.canary.plan.WatchPlan;
import dev.canary.plan.WorkspacePlan;
import dev.canary.quality.Sensitivity.Smallest;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * A plan in words: a table for each watch, then the load on each target, then what it all means.
 *
 * @param style of the terminal
 */
public record PlanText(Style style) {
  private static final String ROW = "  %-26s %-5s  %-22s %s";
  private static final String LINE = "  %-12s  %s";

  /** The lines of a plan. */
  public Stream<String> lines(WorkspacePlan plan) {
    return Stream.of(
            plan.watches().stream().flatMap(this::watch),
            plan.targets().stream().map(PlanText::target),
            legend(plan))
        .flatMap(lines -> lines);
  }

  private Stream<String> watch(WatchPlan plan) {
    List<String> lines = new ArrayList<>();
    lines.add(head(plan));
    lines.add(style.faint(ROW.formatted("notices", "pages", "at worst", "expected")));
    plan.detections().forEach(detection -> lines.add(detection(plan, detection)));
    lines.add(
        LINE.formatted(
            "false alerts",
            "at most %s per 90 days by evidence, with probability %s"
                .formatted(
                    number(plan.falseAlerts().per90Days()),
                    BigDecimal.valueOf(plan.falseAlerts().probability())
                        .setScale(6, RoundingMode.HALF_UP)
                        .stripTrailingZeros()
                        .toPlainString())));
    seen(plan).forEach(line -> lines.add(LINE.formatted("sees", line)));
    lines.add(LINE.formatted("load", load(plan.load())));
    plan.improvements().forEach(i -> lines.add(LINE.formatted("better", improvement(i))));
    plan.assumptions().forEach(text -> lines.add(LINE.formatted("assumed", text)));
    AdviceText.lines(plan.advice()).forEach(lines::add);
    lines.add("");
    return lines.stream();
  }

  private static String head(WatchPlan plan) {
    WatchPlan.Captured captures = plan.captures();
    return "%s  every %s; %s, %d captures, %d held out%s"
        .formatted(
            plan.watch(),
            Spans.text(plan.interval()),
            captures.version().map(version -> "baseline " + version).orElse("no baseline"),
            captures.all(),
            captures.heldOut(),
            captures.bitStable() ? ", every case bit-stable" : "");
  }

  private static String detection(WatchPlan plan, Detection detection) {
    String name =
        switch (detection.kind()) {
          case LASTING_FACT -> "lasting fact";
          case TRANSIENT_FACT ->
              "transient fact, %d of %d".formatted(plan.policy().failures(), plan.policy().of());
          case MARGIN_FINDING -> "finding beyond the margin";
          case EVIDENCE -> "evidence, every run";
          case EVIDENCE_HALF -> "evidence, half of the runs";
        };
    String pages = detection.pages() ? "yes" : "no";
    return ROW.formatted(name, pages, delay(detection.worst()), delay(detection.expected()));
  }

  private static String delay(Optional<Delay> delay) {
    return delay
        .map(d -> "%s, %s".formatted(runs(d.runs()), Spans.text(d.time())))
        .orElse("none within %,d runs".formatted(WorkspacePlan.MOST_RUNS));
  }

  private static String runs(double runs) {
    return runs == 1 ? "1 run" : number(runs) + " runs";
  }

  private static Stream<String> seen(WatchPlan plan) {
    if (plan.oneRun().isEmpty()) {
      return Stream.of("how small a movement, only captures can tell");
    }
    if (plan.oneRun().get().single().isEmpty()) {
      return Stream.of(
          plan.captures().all() < DeviationCheck.ENOUGH_CAPTURES && !plan.captures().bitStable()
              ? "nothing yet: captures are too few to judge by"
              : "labels and texts that change, and nothing of what moves behind them");
    }
    String fact =
        plan.captures().bitStable()
            ? ": a fact on the captured platform, for evidence on another"
            : "";
    Stream<String> oneRun = Stream.of("in one run " + reach(plan, plan.oneRun().get()) + fact);
    return Stream.concat(
        oneRun,
        plan.evidence().stream()
            .map(
                reach ->
                    "by evidence %s, after %s"
                        .formatted(reach(plan, reach), patience(plan.interval(), reach))));
  }

  private static String patience(Duration interval, Reach reach) {
    return reach.runs().isPresent()
        ? delay(
            Optional.of(
                new Delay(reach.runs().getAsInt(), interval.multipliedBy(reach.runs().getAsInt()))))
        : "longer than was looked ahead";
  }

  private static String reach(WatchPlan plan, Reach reach) {
    String single =
        reach.single().map(smallest -> single(plan, smallest)).orElse("no movement of one case");
    return reach.together().isPresent()
        ? single + "; %s when all cases move alike".formatted(percent(reach.together()))
        : single;
  }

  private static String single(WatchPlan plan, Smallest smallest) {
    String size = plan.secret() ? "" : " (" + number(smallest.movement()) + ")";
    return "%s of the unit of %s%s, in one case (%s)"
        .formatted(
            percent(OptionalDouble.of(smallest.share())), smallest.output(), size, smallest.id());
  }

  private static String load(Load load) {
    return "%d requests a run, %s requests/s, %s rows/s%s"
        .formatted(
            load.requests(),
            number(load.requestsPerSecond()),
            number(load.rowsPerSecond()),
            load.busy().isPresent() ? ", busy " + percent(load.busy()) + " of the time" : "");
  }

  private static String improvement(Improvement improvement) {
    OptionalDouble now = improvement.now();
    double then = improvement.then();
    String gain =
        switch (improvement.measure()) {
          case RUNS_TO_ALERT ->
              "an alert by evidence after %s, %s"
                  .formatted(
                      runs(then),
                      now.isPresent() ? "not " + number(now.getAsDouble()) : "as it is never");
          case SECONDS_TO_ALERT ->
              "an alert by evidence after %s, not %s"
                  .formatted(seconds(then), seconds(now.orElse(Double.NaN)));
          case SMALLEST_SHARE ->
              "evidence sees a lasting movement of %s of the unit%s"
                  .formatted(
                      percent(OptionalDouble.of(then)),
                      now.isPresent() ? ", not " + percent(now) : "");
          case TELLING_CASES ->
              "%s cases show small changes, not %s".formatted(number(then), number(now.orElse(0)));
        };
    return "%s: %s; %s".formatted(improvement.change(), gain, improvement.how());
  }

  private static String seconds(double seconds) {
    return Spans.text(Duration.ofMillis(Math.round(seconds * 1e3)));
  }

  private static String target(TargetLoad target) {
    return "target %s: %s requests/s, %s rows/s from %s"
        .formatted(
            target.target(),
            number(target.requestsPerSecond()),
            number(target.rowsPerSecond()),
            String.join(", ", target.watches()));
  }

  private Stream<String> legend(WorkspacePlan plan) {
    return Stream.of(
            "",
            "budget: " + BudgetSentence.of(plan.budget()),
            "lasting facts: schema, contract, weights, a bit-stable case beyond its class; transient: unreachable, empty, slow",
            "evidence: a change that takes every run, or half of the runs by chance, beyond the margin that one run sees",
            "worst: a change just after a run, one score moved; expected: at any time, all scores moved; by the schedule itself, with re-checks and the replay that confirms")
        .map(style::faint);
  }

  private static String percent(OptionalDouble share) {
    return number(100 * share.orElse(Double.NaN)) + " %";
  }

  /** Three digits, as many zeros as it takes unless they are very many. */
  private static String number(double value) {
    if (!Double.isFinite(value)) {
      return "infinitely much";
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(3));
    return value != 0 && Math.abs(value) < 1e-4
        ? String.format(Locale.ROOT, "%.2e", value)
        : rounded.stripTrailingZeros().toPlainString();
  }
}

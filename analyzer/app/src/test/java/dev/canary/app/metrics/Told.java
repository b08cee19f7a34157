package dev.canary.app.metrics;

import dev.canary.alert.Alert;
import dev.canary.alert.AlertMachine;
import dev.canary.alert.AlertState;
import dev.canary.alert.Ascent;
import dev.canary.alert.Transition;
import dev.canary.app.serve.DaemonStatus;
import dev.canary.app.serve.WatchStatus;
import dev.canary.baseline.SuiteScores;
import dev.canary.check.Cause;
import dev.canary.check.Decides;
import dev.canary.check.Finding;
import dev.canary.check.Severity;
import dev.canary.event.JudgedRun;
import dev.canary.event.Scope;
import dev.canary.evidence.Budget;
import dev.canary.evidence.Calibration;
import dev.canary.evidence.Evidence;
import dev.canary.evidence.EvidenceInput;
import dev.canary.evidence.RunEvidence;
import dev.canary.evidence.Score;
import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.suite.Suite.LatencyBudget;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Output;
import dev.canary.target.PredictionException.Reason;
import dev.canary.verdict.Verdict;
import dev.canary.watch.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** What a daemon tells its listeners, made by hand. */
final class Told {
  static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  static final Instant DUE = Instant.parse("2100-01-01T00:00:00Z");
  static final LatencyBudget BUDGET =
      new LatencyBudget(Duration.ofMillis(200), 0.8, LatencyBudget.Summary.MEDIAN);
  static final AlertMachine.Step QUIET = new AlertMachine.Step(AlertState.NONE, List.of());

  private static final ModelIdentity MODEL =
      new ModelIdentity(
          "m",
          Optional.of("1"),
          Optional.empty(),
          Optional.empty(),
          "engine",
          "1",
          Optional.empty(),
          Map.of());

  private Told() {}

  /** A daemon in which all is well. */
  static DaemonStatus daemon(List<WatchStatus> watches) {
    return new DaemonStatus(
        START,
        watches,
        START,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        Optional.empty());
  }

  static WatchStatus watch(String name) {
    return watch(name, AlertState.NONE, Optional.empty());
  }

  static WatchStatus watch(String name, AlertState alerts, Optional<WatchStatus.Last> last) {
    return new WatchStatus(
        name,
        "suite",
        Optional.of("eu"),
        false,
        false,
        last,
        alerts,
        Optional.of(DUE),
        Optional.empty(),
        Optional.of(BUDGET),
        Optional.empty(),
        false);
  }

  /** The state of a watch with an open alert. */
  static AlertState alerted(String watch) {
    Alert alert =
        new Alert(
            watch + "!" + START,
            Severity.CRITICAL,
            List.of(Cause.UNREACHABLE),
            START,
            START,
            Ascent.NONE,
            Optional.empty(),
            Optional.empty());
    return new AlertState(AlertState.NONE.recent(), Optional.empty(), Optional.of(alert));
  }

  /** An alert that was opened so long after the first bad run. */
  static AlertMachine.Step opened(String watch, Duration delay) {
    return new AlertMachine.Step(
        alerted(watch),
        List.of(
            new Transition(
                Transition.Kind.OPENED,
                watch + "!" + START,
                START.plus(delay),
                Severity.CRITICAL,
                List.of(Cause.UNREACHABLE),
                START,
                Optional.empty(),
                "3 of 3 runs failed",
                List.of())));
  }

  /** A golden run of answers that took so long, with one case that failed once before. */
  static JudgedRun healthy(String watch, Duration... latencies) {
    List<Observation> answers = new ArrayList<>();
    for (Duration latency : latencies) {
      String id = "case-" + answers.size();
      answers.add(new Observation.Answered(id, new Output(Map.of(), Map.of()), latency.toNanos()));
    }
    List<Finding> findings =
        List.of(
            Finding.held("answers", Decides.FACT, "all").measured(0, 0),
            Finding.held("latency", Decides.FACT, "in time").measured(0.1, 0.2),
            Finding.held("deviation.max", Decides.MARGIN, "near").measured(1.5, 6),
            Finding.held("distribution.ks", Decides.NOTHING, "of one output").measured(0.3),
            Finding.held("distribution.ks", Decides.NOTHING, "of another").measured(0.1),
            Finding.held("labels", Decides.MARGIN, "one").measured(1, 3));
    return judged(Scope.of(watch), answers, findings).with(Optional.of(evidence(watch)));
  }

  /** What one run that moved does to the evidence of a watch. */
  static RunEvidence evidence(String watch) {
    List<SuiteScores> captures =
        IntStream.range(0, 20).mapToObj(i -> new SuiteScores(1 + i * 0.01, 0.5, 0)).toList();
    Evidence evidence =
        Evidence.of(Calibration.of(Score.ALL, captures), Budget.DEFAULT.whole(), watch);
    EvidenceInput first =
        EvidenceInput.next(Optional.empty(), evidence, "sha256:b", START, Duration.ofSeconds(10));
    return RunEvidence.of(evidence, first, Optional.of(new SuiteScores(40, 20, 3)));
  }

  /** A run of one tier that got no answer, twice. */
  static JudgedRun unreachable(String watch, Tier tier) {
    Observation.Failed first = new Observation.Failed("case-0", Reason.TIMED_OUT, "late", 5);
    Observation.Failed again =
        new Observation.Failed(
            "case-0", Reason.UNREACHABLE, "refused", 5, 0, Optional.empty(), Optional.of(first));
    return judged(
        Scope.of(watch).of(tier),
        List.of(again),
        List.of(Finding.broken("answers", Cause.UNREACHABLE, "none").measured(1, 0)));
  }

  private static JudgedRun judged(Scope scope, List<Observation> answers, List<Finding> findings) {
    return new JudgedRun(
        scope.idAt(START),
        scope,
        new Run("suite", MODEL, START, Duration.ofSeconds(1), answers),
        Optional.of(new JudgedRun.ComparedWith("1", "sha256:b", START.minus(Duration.ofHours(1)))),
        findings,
        Verdict.of(findings),
        Optional.empty());
  }
}

package dev.canary.bench.experiment;

import dev.canary.alert.AlertMachine;
import dev.canary.alert.AlertRules;
import dev.canary.alert.AlertState;
import dev.canary.alert.Complaint;
import dev.canary.alert.Signal;
import dev.canary.alert.Transition;
import dev.canary.baseline.SuiteScores;
import dev.canary.evidence.Budget;
import dev.canary.evidence.Calibration;
import dev.canary.evidence.Evidence;
import dev.canary.evidence.EvidenceInput;
import dev.canary.evidence.EvidenceInput.Origin;
import dev.canary.evidence.EvidenceState;
import dev.canary.evidence.RunEvidence;
import dev.canary.verdict.Verdict.Level;
import dev.canary.watch.Policy;
import dev.canary.watch.Tier;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A model under watch, with the alerts that its scores bring about. */
final class AlertedWatch {
  private static final Complaint CROSSED =
      new Complaint(
          Complaint.Kind.EVIDENCE, Complaint.EVIDENCE, Optional.empty(), "crossed", List.of());

  private final AlertRules rules = AlertRules.of("bench", Policy.DEFAULT, Deployment.INTERVAL);
  private final Evidence evidence;
  private EvidenceState held;
  private AlertState state = AlertState.NONE;
  private int runs;
  private int opened;

  AlertedWatch(Calibration captures, int number) {
    this.evidence = Evidence.of(captures, Budget.DEFAULT.whole(), "model-" + number);
    this.held = evidence.start();
  }

  /** How often an alert was opened so far. */
  int opened() {
    return opened;
  }

  boolean isOpen() {
    return state.alert().isPresent();
  }

  void step(SuiteScores scores) {
    EvidenceInput input =
        new EvidenceInput(
            Origin.HELD, held, Deployment.INTERVAL, Deployment.INTERVAL, evidence.share());
    RunEvidence run = RunEvidence.of(evidence, input, Optional.of(scores));
    held = run.step().state();
    AlertMachine.Step step = AlertMachine.step(rules, state, signal(run, scores));
    state = step.state();
    opened +=
        (int) step.transitions().stream().filter(t -> t.kind() == Transition.Kind.OPENED).count();
  }

  private Signal.Ran signal(RunEvidence run, SuiteScores scores) {
    Instant at = Deployment.instant(runs++);
    return new Signal.Ran(
        "run-" + runs,
        at,
        Tier.GOLDEN,
        isBeyondMargin(scores) ? Level.DRIFTED : Level.HEALTHY,
        run.step().alerted() ? List.of(CROSSED) : List.of(),
        Signal.Way.of(run));
  }

  /** The fast bets have the margin of the checks. */
  private boolean isBeyondMargin(SuiteScores scores) {
    return evidence.lanes().fast().stream().anyMatch(bet -> bet.score().of(scores) > bet.limit());
  }
}

package dev.canary.app.job;

import dev.canary.alert.Complaints;
import dev.canary.alert.Signal;
import dev.canary.check.Finding;
import dev.canary.event.JudgedRun;
import dev.canary.evidence.EvidenceStep;
import dev.canary.evidence.RunEvidence;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the alert machine is told of runs. */
final class Signals {
  private Signals() {}

  /**
   * What it is told of one.
   *
   * @param again what the checks say of the replay that was to confirm it
   * @param due when it was due
   */
  static Signal.Ran of(JudgedRun judged, Optional<List<Finding>> again, Instant due) {
    Optional<String> crossed =
        judged.evidence().filter(evidence -> evidence.step().alerted()).map(Signals::crossed);
    return new Signal.Ran(
        judged.id(),
        due,
        judged.scope().tier(),
        judged.verdict().level(),
        Complaints.of(judged.findings(), again, crossed),
        judged.evidence().map(Signal.Way::of).orElse(Signal.Way.AT_REST));
  }

  private static String crossed(RunEvidence evidence) {
    EvidenceStep step = evidence.step();
    return String.format(
        Locale.ROOT,
        "over many runs, the last %d or so, the answers moved further than noise explains:"
            + " evidence %.1e, an alert from %.1e on",
        evidence.runsSince(),
        step.evidence(),
        step.threshold());
  }
}

package dev.canary.app.serve;

import dev.canary.alert.AlertMachine;
import dev.canary.alert.Changes;
import dev.canary.alert.Silences;
import dev.canary.alert.Transition;
import dev.canary.app.job.Recorder;
import dev.canary.event.AlertNews;
import dev.canary.event.JudgedRun;
import dev.canary.replay.Run;
import dev.canary.store.StoredAlerts;
import dev.canary.store.StoredEvidence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records runs as the store does, in memory. */
final class Memory implements Recorder {
  final List<Transition> transitions = new ArrayList<>();
  final Map<String, List<Instant>> due = new HashMap<>();
  private final Map<String, Held> held = new HashMap<>();

  @Override
  public Held heldOf(String watch) {
    return held.getOrDefault(watch, Held.NOTHING);
  }

  @Override
  public Optional<Changes> changes(JudgedRun judged, AlertMachine.Step alerts) {
    return Optional.empty();
  }

  @Override
  public void record(
      JudgedRun judged, Optional<Run> confirming, Held before, AlertNews alerts, Instant at) {
    due.computeIfAbsent(judged.watch(), w -> new ArrayList<>()).add(at);
    transitions.addAll(alerts.step().transitions());
    Optional<StoredEvidence> evidence =
        judged
            .evidence()
            .map(
                counted ->
                    new StoredEvidence(
                        counted.held(
                            before.evidence().map(StoredEvidence::held),
                            judged.baseline().orElseThrow().digest(),
                            at),
                        1))
            .or(before::evidence);
    held.put(
        judged.watch(),
        new Held(evidence, new StoredAlerts(alerts.step().state(), 1), Silences.NONE));
  }
}

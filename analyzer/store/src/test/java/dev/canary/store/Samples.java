package dev.canary.store;

import dev.canary.event.OutgoingEvent;
import dev.canary.event.Topic;
import dev.canary.evidence.HeldEvidence;
import dev.canary.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Runs and events whose every byte follows from their id. */
final class Samples {
  static final Instant START = Instant.parse("2026-11-01T11:59:59.123456789Z");

  private Samples() {}

  static RunRecord run(String id) {
    return run(id, "credit-risk", Verdict.Level.HEALTHY, START);
  }

  static RunRecord run(String id, String watch, Verdict.Level verdict, Instant startedAt) {
    return new RunRecord(
        id,
        watch,
        "credit-risk",
        startedAt,
        Duration.ofNanos(12_345_678),
        verdict,
        "v7",
        Optional.of("sha256:00ff"),
        "{\"id\":\"" + id + "\",\"score\":0.1}",
        blob(id),
        Optional.empty());
  }

  static RunRecord confirming(String id, String confirmed) {
    RunRecord run = run(id);
    return new RunRecord(
        id,
        run.watch(),
        run.suite(),
        run.startedAt(),
        run.duration(),
        Verdict.Level.DRIFTED,
        run.modelVersion(),
        Optional.empty(),
        run.summary(),
        run.blob(),
        Optional.of(confirmed));
  }

  /**
   * Records a run whose step of evidence adds 1 to the number of runs that were counted, making the
   * step again for as long as others come first.
   *
   * @return how often another came first
   */
  static int recordCounted(Store store, String id) {
    for (int lost = 0; ; lost++) {
      Optional<StoredEvidence> before = store.evidenceOf("credit-risk");
      double counted = before.map(evidence -> evidence.held().numbers()[0]).orElse(0.0) + 1;
      EvidenceRecord step =
          new EvidenceRecord(
              before,
              new HeldEvidence("sha256:00ff", new double[] {counted}, START),
              "model.onnx",
              new double[0]);
      try {
        store.record(
            run(id), Optional.empty(), new Steps(Optional.of(step), Optional.empty()), events(id));
        return lost;
      } catch (StaleStateException e) {
        // Nothing of it was stored: once more.
      }
    }
  }

  static byte[] blob(String id) {
    byte[] bytes = new byte[3000];
    new Random(id.hashCode()).nextBytes(bytes);
    return bytes;
  }

  /** The three events that each of the sample runs sends. */
  static List<OutgoingEvent> events(String runId) {
    return List.of(
        event(runId + "/run", Topic.RUNS, runId),
        event(runId + "/finding", Topic.FINDINGS, runId),
        event(runId + "/state", Topic.STATE, runId));
  }

  static OutgoingEvent event(String id, Topic topic, String runId) {
    return new OutgoingEvent(
        id,
        topic,
        "dev.canary.run.v1",
        "/canaries/credit-risk",
        runId,
        START,
        "credit-risk",
        Optional.of(
            new OutgoingEvent.Payload(
                "{\"of\":\"" + id + "\",\"grüße\":\"\\u0000 \uD83D\uDC24\"}")));
  }
}

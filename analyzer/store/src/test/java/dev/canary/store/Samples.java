package dev.canary.store;

import dev.canary.event.OutgoingEvent;
import dev.canary.event.Topic;
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

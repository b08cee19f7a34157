package dev.canary.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.canary.app.job.Wiring;
import dev.canary.check.Checks;
import dev.canary.event.JudgedRun;
import dev.canary.format.RunJson;
import dev.canary.format.Workspace;
import dev.canary.replay.Order;
import dev.canary.watch.Tier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Runs that are due when a test says so, each in a wiring of its own, as after a restart. */
final class EvidenceRuns {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path workspace;
  private Instant due = Instant.parse("2026-03-04T12:00:00Z");

  EvidenceRuns(Path workspace) {
    this.workspace = workspace;
  }

  /** Sets the clock ahead, or back. */
  EvidenceRuns after(Duration time) {
    due = due.plus(time);
    return this;
  }

  /** Runs a watch now. */
  JudgedRun run(String watch) {
    try (Wiring wiring = Wiring.of(Workspace.at(workspace))) {
      return run(wiring, watch, due);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  static JudgedRun run(Wiring wiring, String watch, Instant due) throws Exception {
    return wiring
        .runJob(Tier.GOLDEN, Checks.standard(), Order::asWritten, done -> {})
        .run(wiring.watches(List.of(watch)).get(0), due)
        .judged();
  }

  /** The evidence of a run, as its JSON has it. */
  static JsonNode evidence(JudgedRun run) {
    return json(RunJson.run(run)).get("evidence");
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

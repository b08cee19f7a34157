package dev.canary.format;

import dev.canary.event.Scope;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * What the record of a run says to somebody who waits for the next one.
 *
 * @param scope the watch, and when it counts as silent
 * @param suite that it replayed
 * @param due when it was due
 */
public record HeardRun(Scope scope, String suite, Instant due) {

  /**
   * Reads the JSON of a run.
   *
   * @param watch the record's key
   * @return empty if it is no such record
   */
  public static Optional<HeardRun> read(String watch, String json) {
    Reading reading = new Reading(Path.of(""));
    Optional<Section> run =
        JsonTree.read(reading, new Source(Path.of(""), "a run", json))
            .flatMap(node -> Section.top(reading, "a run", node));
    Optional<Instant> due =
        run.flatMap(r -> r.section("run")).flatMap(r -> r.text("id")).flatMap(HeardRun::due);
    Optional<String> suite = run.flatMap(r -> r.text("suite"));
    return due.flatMap(at -> suite.map(s -> new HeardRun(ScopeJson.read(watch, json), s, at)));
  }

  /** The instant in a run's id, as in {@code watch@2026-01-31T12:00:00Z+smoke}. */
  private static Optional<Instant> due(String id) {
    try {
      return Optional.of(Instant.parse(id.replaceFirst("^.*@", "").replaceFirst("\\+.*$", "")));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}

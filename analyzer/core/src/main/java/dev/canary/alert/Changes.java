package dev.canary.alert;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What changed when something went wrong: the first bad run beside the last good one.
 *
 * @param since when the first bad run was due
 * @param bad its id
 * @param good the id of the last good run before it; empty if there was none, or its answers are
 *     not kept any more
 * @param all that is different; empty if nothing is, as far as the model tells of itself
 */
public record Changes(Instant since, String bad, Optional<String> good, List<Change> all) {
  public Changes {
    all = List.copyOf(all);
  }

  /** In one sentence, for example {@code since 2026-11-21T12:03:00Z: model version 3 -> 4}. */
  public String text() {
    if (good.isEmpty()) {
      return "since %s: no good run before it to compare with".formatted(since);
    }
    return all.isEmpty()
        ? "since %s: nothing that the model tells of itself has changed after %s"
            .formatted(since, good.get())
        : "since %s: %s"
            .formatted(since, all.stream().map(Change::text).collect(Collectors.joining("; ")));
  }
}

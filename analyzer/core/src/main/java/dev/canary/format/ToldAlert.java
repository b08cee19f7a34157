package dev.canary.format;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What an event about an alert says, for people.
 *
 * @param reason one sentence
 * @param changes what changed since something went wrong, in one sentence
 * @param cases the worst, each once
 * @param run that brought it about; empty if it was time alone
 * @param silenced until when nobody was paged, and why
 */
public record ToldAlert(
    String reason,
    Optional<String> changes,
    List<String> cases,
    Optional<String> run,
    Optional<String> silenced) {
  public ToldAlert {
    cases = List.copyOf(cases);
  }

  /**
   * What an event says that {@link AlertJson#transition} wrote; its text if it is no such event.
   */
  public static ToldAlert read(String json) {
    Reading reading = new Reading(Path.of(""));
    return JsonTree.read(reading, new Source(Path.of(""), "an alert", json))
        .flatMap(node -> Section.top(reading, "an alert", node))
        .map(ToldAlert::of)
        .orElse(
            new ToldAlert(json, Optional.empty(), List.of(), Optional.empty(), Optional.empty()));
  }

  private static ToldAlert of(Section event) {
    return new ToldAlert(
        event.text("reason").orElse(""),
        event.section("changes").flatMap(changes -> changes.text("text")),
        event.list("complaints").stream()
            .flatMap(complaint -> complaint.texts("cases").stream())
            .distinct()
            .toList(),
        event.text("runId"),
        event
            .section("silenced")
            .map(
                s ->
                    "until %s: %s"
                        .formatted(s.text("until").orElse(""), s.text("reason").orElse(""))));
  }
}

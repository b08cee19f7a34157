package dev.canary.format;

import dev.canary.alert.Alert;
import dev.canary.alert.Ascent;
import dev.canary.check.Cause;
import dev.canary.check.Severity;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the record of a watch's state says to somebody who tells of the watch in the daemon's place.
 *
 * @param open the alert that is open
 * @param onTrial true if nobody is to be told of its alerts
 */
public record HeardState(Optional<Alert> open, boolean onTrial) {
  private static final Map<String, Severity> SEVERITIES =
      Arrays.stream(Severity.values())
          .collect(Collectors.toMap(Severity::name, Function.identity()));
  private static final Map<String, Cause> CAUSES =
      Arrays.stream(Cause.values()).collect(Collectors.toMap(Cause::name, Function.identity()));

  /** Reads the JSON of a state; of what is none, that nothing is open. */
  public static HeardState read(String json) {
    Reading reading = new Reading(Path.of(""));
    Optional<Section> state =
        JsonTree.read(reading, new Source(Path.of(""), "a state", json))
            .flatMap(node -> Section.top(reading, "a state", node));
    return new HeardState(
        state.stream()
            .flatMap(s -> s.list("alerts").stream())
            .flatMap(each -> alert(each).stream())
            .findFirst(),
        state.flatMap(s -> s.flag("dryRun")).orElse(false));
  }

  private static Optional<Alert> alert(Section alert) {
    Optional<Instant> openedAt = alert.text("openedAt").flatMap(HeardState::instant);
    Optional<String> id = alert.text("alert");
    if (id.isEmpty() || openedAt.isEmpty()) {
      return Optional.empty();
    }
    List<Cause> causes =
        alert.texts("causes").stream().filter(CAUSES::containsKey).map(CAUSES::get).toList();
    return Optional.of(
        new Alert(
            id.get(),
            alert.text("severity").map(SEVERITIES::get).orElse(Severity.CRITICAL),
            causes,
            openedAt.get(),
            openedAt.get(),
            Ascent.NONE,
            alert.text("acknowledgedBy"),
            alert.text("note")));
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}

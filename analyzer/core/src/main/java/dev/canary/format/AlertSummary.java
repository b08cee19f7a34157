package dev.canary.format;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a stored alert event says, for those who tell it on: {@link AlertJson#transition} read back.
 *
 * @param watch it belongs to
 * @param suite of the watch
 * @param replica of the watch
 * @param region of the watch
 * @param causes of the alert so far
 * @param since when the first run was due that told of it
 * @param reason one sentence
 * @param explain the command that explains it
 * @param changes what changed when something went wrong, in one sentence
 * @param fallback whether requests could go elsewhere, in one sentence
 * @param silence that held then, in one sentence
 * @param onTrial true if the watch was: its alerts are for nobody but those who ask the store
 */
public record AlertSummary(
    String watch,
    String suite,
    Optional<String> replica,
    Optional<String> region,
    List<String> causes,
    String since,
    String reason,
    String explain,
    Optional<String> changes,
    Optional<String> fallback,
    Optional<String> silence,
    boolean onTrial) {
  private static final String NAME = "a stored alert";

  public AlertSummary {
    causes = List.copyOf(causes);
  }

  /**
   * Reads an event.
   *
   * @throws FormatException if it is none
   */
  public static AlertSummary read(String event) throws FormatException {
    Reading reading = new Reading(Path.of(""));
    Optional<Section> top =
        JsonTree.read(reading, new Source(Path.of(""), NAME, event))
            .flatMap(node -> Section.top(reading, NAME, node));
    reading.check();
    AlertSummary summary = of(top.orElseThrow());
    reading.check();
    return summary;
  }

  private static AlertSummary of(Section event) {
    return new AlertSummary(
        event.text("watch").orElse(""),
        event.text("suite").orElse(""),
        event.text("replica"),
        event.text("region"),
        event.texts("causes"),
        event.text("since").orElse(""),
        event.text("reason").orElse(""),
        event.text("explain").orElse(""),
        event.section("changes").flatMap(changes -> changes.text("text")),
        event.section("fallback").map(AlertSummary::fallback),
        event.section("silenced").map(AlertSummary::silence),
        event.flag("dryRun").orElse(false));
  }

  private static String fallback(Section fallback) {
    return "redirecting to %s is %s: %s"
        .formatted(
            fallback.text("target").orElse(""),
            fallback.flag("safe").orElse(false) ? "safe" : "NOT safe",
            fallback.text("reason").orElse(""));
  }

  private static String silence(Section silence) {
    return "silenced until %s by %s: %s"
        .formatted(
            silence.text("until").orElse(""),
            silence.text("by").orElse(""),
            silence.text("reason").orElse(""));
  }
}

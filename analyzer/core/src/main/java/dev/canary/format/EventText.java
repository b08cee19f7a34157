package dev.canary.format;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the data of an event says, in one line for people. */
public final class EventText {
  private EventText() {}

  /**
   * Verdict, and for a finding its check, cause and reason, for a run whether its evidence crossed
   * the threshold; of an alert, what happened, why, since when and the command that explains it;
   * the text itself if it is no such event.
   */
  public static String of(String json) {
    Reading reading = new Reading(Path.of(""));
    return JsonTree.read(reading, new Source(Path.of(""), "an event", json))
        .flatMap(node -> Section.top(reading, "an event", node))
        .map(EventText::line)
        .orElse(json);
  }

  private static String crossing(Section run) {
    boolean crossed = run.section("evidence").flatMap(e -> e.flag("alert")).orElse(false);
    return crossed ? "  evidence crossed the budget's threshold" : "";
  }

  /** Which replica, where and how much, as far as that is not told by the record's key. */
  private static String scope(Section event) {
    String region = event.text("region").map(r -> " in " + r).orElse("");
    String tier = event.text("tier").filter("smoke"::equals).map(t -> " (" + t + ")").orElse("");
    return region + tier;
  }

  private static String alert(Section event, String transition) {
    List<String> causes = event.texts("causes");
    return "%s %s%s  %s%s; %s%s%s%s"
        .formatted(
            event.text("severity").orElse(""),
            transition,
            scope(event),
            causes.isEmpty() ? "" : String.join(", ", causes) + ": ",
            event.text("reason").orElse(""),
            since(event),
            event.text("acknowledgedBy").map(by -> "; taken over by " + by).orElse(""),
            event.section("silenced").map(EventText::silenced).orElse(""),
            event.text("explain").map(command -> "  " + command).orElse(""));
  }

  /** Since when, and what changed then. */
  private static String since(Section event) {
    return event
        .section("changes")
        .flatMap(changes -> changes.text("text"))
        .orElseGet(() -> "since " + event.text("since").orElse(""));
  }

  private static String silenced(Section silence) {
    return "; silenced until %s by %s: %s"
        .formatted(
            silence.text("until").orElse(""),
            silence.text("by").orElse(""),
            silence.text("reason").orElse(""));
  }

  private static String line(Section event) {
    Optional<String> transition = event.text("transition");
    if (transition.isPresent()) {
      return alert(event, transition.get());
    }
    String verdict = event.text("verdict").orElse("") + scope(event);
    Optional<Section> finding = event.section("finding");
    return finding
        .map(
            f ->
                "%s  %s %s: %s"
                    .formatted(
                        verdict,
                        f.text("check").orElse(""),
                        f.any("cause").isPresent() ? f.spelling("cause").orElse("") : "",
                        f.text("reason").orElse("")))
        .orElseGet(
            () -> verdict + "  " + String.join(", ", event.texts("causes")) + crossing(event));
  }
}

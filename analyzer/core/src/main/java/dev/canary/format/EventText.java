package dev.canary.format;

import java.nio.file.Path;
import java.util.Optional;

/** What the data of an event says, in one line for people. */
public final class EventText {
  private EventText() {}

  /**
   * Verdict, and for a finding its check, cause and reason, for a run whether its evidence crossed
   * the threshold; the text itself if it is no such event.
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

  private static String line(Section event) {
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

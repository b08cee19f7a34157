package dev.canary.format;

import dev.canary.check.Cause;
import dev.canary.event.AlertNews;
import dev.canary.event.AlertNews.Audience;
import dev.canary.event.LastRun;
import dev.canary.verdict.Verdict;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The JSON of a watch's state: its latest verdict and its open alerts. */
public final class StateJson {
  private static final String STATE = "dev.canary/state/v1";

  private static final Map<String, Cause> CAUSES =
      Arrays.stream(Cause.values()).collect(Collectors.toMap(Cause::name, Function.identity()));

  private StateJson() {}

  /** The state of a watch after a step of its alerts, on one line. */
  public static String of(LastRun last, AlertNews alerts) {
    return RunJson.text(
        json -> {
          json.writeStartObject();
          json.writeStringField("schema", STATE);
          json.writeStringField("watch", last.scope().watch());
          json.writeStringField("suite", last.suite());
          ScopeJson.write(json, last.scope());
          json.writeStringField("verdict", last.verdict().level().name());
          json.writeArrayFieldStart("causes");
          for (String cause : last.causes()) {
            json.writeString(cause);
          }
          json.writeEndArray();
          json.writeStringField("runId", last.id());
          json.writeStringField("at", last.at().toString());
          AlertJson.writeOpen(json, alerts);
          if (alerts.step().state().recent().stale()) {
            json.writeBooleanField("stale", true);
          }
          if (alerts.audience() == Audience.STORE) {
            json.writeBooleanField("dryRun", true);
          }
          json.writeEndObject();
        });
  }

  /**
   * The last run of a watch, from what is stored of it.
   *
   * @param summary the run as {@link RunJson#run} wrote it
   */
  public static LastRun last(
      String watch, String id, String suite, Verdict.Level level, Instant at, String summary) {
    Reading reading = new Reading(Path.of(""));
    List<Cause> causes =
        JsonTree.read(reading, new Source(Path.of(""), "a stored run", summary))
            .flatMap(node -> Section.top(reading, "a stored run", node))
            .map(run -> run.texts("causes"))
            .orElse(List.of())
            .stream()
            .filter(CAUSES::containsKey)
            .map(CAUSES::get)
            .toList();
    return new LastRun(ScopeJson.read(watch, summary), id, suite, new Verdict(level, causes), at);
  }
}

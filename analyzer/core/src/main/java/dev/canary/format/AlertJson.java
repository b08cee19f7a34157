package dev.canary.format;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.canary.alert.Alert;
import dev.canary.alert.Change;
import dev.canary.alert.Changes;
import dev.canary.alert.Complaint;
import dev.canary.alert.Silence;
import dev.canary.alert.Transition;
import dev.canary.check.Cause;
import dev.canary.event.AlertNews;
import dev.canary.event.AlertNews.Audience;
import dev.canary.event.Fallback;
import dev.canary.event.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The JSON of alerts: of what happens to them, and of those that are open. */
public final class AlertJson {
  private static final String ALERT = "dev.canary/alert/v1";

  private AlertJson() {}

  /**
   * What happened to an alert, on one line.
   *
   * @param news the step in which it happened
   */
  public static String transition(
      Scope scope, String suite, Transition transition, AlertNews news) {
    return RunJson.text(
        json -> {
          json.writeStartObject();
          json.writeStringField("schema", ALERT);
          json.writeStringField("watch", scope.watch());
          json.writeStringField("suite", suite);
          ScopeJson.write(json, scope);
          json.writeStringField("alert", transition.alert());
          json.writeStringField("transition", transition.kind().name());
          json.writeStringField("severity", transition.severity().name());
          causes(json, transition.causes());
          json.writeStringField("since", transition.since().toString());
          json.writeStringField("at", transition.at().toString());
          json.writeNumberField("delaySeconds", transition.delay().toNanos() / 1e9);
          json.writeStringField("reason", transition.reason());
          json.writeArrayFieldStart("complaints");
          for (Complaint complaint : transition.complaints()) {
            write(json, complaint);
          }
          json.writeEndArray();
          Optional<String> run = transition.run();
          if (run.isPresent()) {
            json.writeStringField("runId", run.get());
          }
          json.writeStringField(
              "explain", Shell.line("canary", "explain", run.orElse(transition.alert())));
          beside(json, transition, news);
          json.writeEndObject();
        });
  }

  /** What is different, and why nobody is paged. */
  private static void beside(JsonGenerator json, Transition transition, AlertNews news)
      throws IOException {
    if (news.changes().isPresent()) {
      write(json, news.changes().get());
    }
    if (news.fallback().isPresent()) {
      write(json, news.fallback().get());
    }
    if (news.silence().isPresent()) {
      SilenceJson.write(json, news.silence().get());
    }
    Optional<String> taken = news.acknowledgedBy(transition);
    if (taken.isPresent()) {
      json.writeStringField("acknowledgedBy", taken.get());
    }
    if (news.audience() == Audience.STORE) {
      json.writeBooleanField("dryRun", true);
    }
  }

  private static void write(JsonGenerator json, Changes changes) throws IOException {
    json.writeObjectFieldStart("changes");
    json.writeStringField("since", changes.since().toString());
    json.writeStringField("firstBadRun", changes.bad());
    if (changes.good().isPresent()) {
      json.writeStringField("lastGoodRun", changes.good().get());
    }
    json.writeStringField("text", changes.text());
    json.writeArrayFieldStart("differences");
    for (Change change : changes.all()) {
      json.writeStartObject();
      json.writeStringField("what", change.what());
      json.writeStringField("before", change.before());
      json.writeStringField("after", change.after());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Fallback fallback) throws IOException {
    json.writeObjectFieldStart("fallback");
    json.writeStringField("target", fallback.target());
    json.writeBooleanField("safe", fallback.isSafe());
    if (fallback.verdict().isPresent()) {
      json.writeStringField("verdict", fallback.verdict().get().name());
    }
    json.writeStringField("reason", fallback.reason());
    json.writeEndObject();
  }

  /** Why it happened and what changed since, of what {@link #transition} wrote. */
  public static String reason(String transition) {
    Reading reading = new Reading(Path.of(""));
    String name = "a stored transition";
    Optional<Section> told =
        JsonTree.read(reading, new Source(Path.of(""), name, transition))
            .flatMap(node -> Section.top(reading, name, node));
    Optional<String> changes = told.flatMap(t -> t.section("changes")).flatMap(c -> c.text("text"));
    return told.flatMap(t -> t.text("reason")).orElse("") + changes.map(c -> "; " + c).orElse("");
  }

  private static void causes(JsonGenerator json, List<Cause> causes) throws IOException {
    json.writeArrayFieldStart("causes");
    for (Cause cause : causes) {
      json.writeString(cause.name());
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, Complaint complaint) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", complaint.kind().name());
    json.writeStringField("check", complaint.check());
    if (complaint.cause().isPresent()) {
      json.writeStringField("cause", complaint.cause().get().name());
    }
    json.writeStringField("reason", complaint.reason());
    json.writeArrayFieldStart("cases");
    for (String each : complaint.cases()) {
      json.writeString(each);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /**
   * The open alerts of a watch, as a field of an object that is being written; none of a watch on
   * trial.
   */
  static void writeOpen(JsonGenerator json, AlertNews news) throws IOException {
    json.writeArrayFieldStart("alerts");
    Optional<Alert> open = news.step().state().alert();
    if (open.isPresent() && news.audience() == Audience.ALL) {
      json.writeStartObject();
      write(json, open.get());
      if (news.silence().isPresent()) {
        SilenceJson.write(json, news.silence().get());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /**
   * An open alert, on one line.
   *
   * @param reason what was told when it was opened or last got worse
   * @param silence that holds for its watch
   */
  public static String open(String watch, Alert alert, String reason, Optional<Silence> silence) {
    return RunJson.text(
        json -> {
          json.writeStartObject();
          json.writeStringField("watch", watch);
          write(json, alert);
          json.writeStringField("reason", reason);
          json.writeStringField("explain", Shell.line("canary", "explain", alert.id()));
          if (silence.isPresent()) {
            SilenceJson.write(json, silence.get());
          }
          json.writeEndObject();
        });
  }

  private static void write(JsonGenerator json, Alert alert) throws IOException {
    json.writeStringField("alert", alert.id());
    json.writeStringField("severity", alert.severity().name());
    causes(json, alert.causes());
    json.writeStringField("openedAt", alert.openedAt().toString());
    if (alert.acknowledgedBy().isPresent()) {
      json.writeStringField("acknowledgedBy", alert.acknowledgedBy().get());
    }
    if (alert.note().isPresent()) {
      json.writeStringField("note", alert.note().get());
    }
  }
}

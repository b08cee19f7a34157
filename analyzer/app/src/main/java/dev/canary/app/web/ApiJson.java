package dev.canary.app.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.canary.alert.Alert;
import dev.canary.app.serve.DaemonStatus;
import dev.canary.app.serve.WatchStatus;
import dev.canary.check.Cause;
import dev.canary.store.StoredRun;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** The JSON that the daemon answers with. */
final class ApiJson {
  /** Of a daemon that answers at all. */
  static final String ALIVE = "{\"ok\":true}";

  private static final JsonFactory JSON = new JsonFactory();

  private ApiJson() {}

  /** Something that writes one JSON value. */
  @FunctionalInterface
  private interface Writing {
    void to(JsonGenerator json) throws IOException;
  }

  private static String text(Writing writing) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      writing.to(json);
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail to be written", e);
    }
    return text.toString();
  }

  static String error(String why) {
    return text(
        json -> {
          json.writeStartObject();
          json.writeStringField("error", why);
          json.writeEndObject();
        });
  }

  /** Whether the daemon is ready, and why not. */
  static String daemon(DaemonStatus status, List<String> problems) {
    return text(
        json -> {
          json.writeStartObject();
          json.writeBooleanField("ok", problems.isEmpty());
          texts(json, "problems", problems);
          json.writeStringField("startedAt", status.startedAt().toString());
          json.writeStringField("configurationReadAt", status.reloadedAt().toString());
          optional(json, "configurationProblem", status.reloadProblem());
          optional(json, "restartNeeded", status.restart());
          optional(json, "breaker", status.breaker());
          json.writeStringField("storeAnsweredAt", status.storeAnsweredAt().toString());
          json.writeNumberField("watches", status.watches().size());
          json.writeNumberField("eventsWaiting", status.waiting());
          optional(json, "oldestWaitingSince", status.oldestWaiting().map(Object::toString));
          json.writeEndObject();
        });
  }

  static String watches(DaemonStatus daemon) {
    return text(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("watches");
          for (WatchStatus watch : daemon.watches()) {
            write(json, Condition.of(watch, daemon));
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  static String watch(Condition condition) {
    return text(json -> write(json, condition));
  }

  /** A run that is a known mode from now on. */
  static String approved(String run) {
    return text(
        json -> {
          json.writeStartObject();
          json.writeStringField("knownMode", run);
          json.writeEndObject();
        });
  }

  /** The names of watches that changed. */
  static String changed(List<String> watches) {
    return text(
        json -> {
          json.writeStartObject();
          texts(json, "watches", watches);
          json.writeEndObject();
        });
  }

  /** The open alerts. */
  static String alerts(List<WatchStatus> watches) {
    return text(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("alerts");
          for (WatchStatus watch : watches) {
            Optional<Alert> alert = watch.alerts().standing(watch.watch());
            if (alert.isPresent()) {
              write(json, watch, alert.get());
            }
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /** Runs, each with its summary as it was stored. */
  static String runs(String watch, List<StoredRun> runs) {
    return text(
        json -> {
          json.writeStartObject();
          json.writeStringField("watch", watch);
          json.writeArrayFieldStart("runs");
          for (StoredRun run : runs) {
            json.writeStartObject();
            json.writeStringField("id", run.id());
            json.writeStringField("startedAt", run.startedAt().toString());
            json.writeStringField("verdict", run.verdict().name());
            json.writeNumberField("durationMs", run.duration().toNanos() / 1e6);
            json.writeStringField("modelVersion", run.modelVersion());
            optional(json, "confirms", run.confirmsRun());
            json.writeFieldName("result");
            json.writeRawValue(run.summary());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void write(JsonGenerator json, Condition condition) throws IOException {
    WatchStatus watch = condition.watch();
    json.writeStartObject();
    json.writeStringField("schema", "dev.canary/health/v1");
    json.writeStringField("watch", watch.watch());
    json.writeStringField("suite", watch.suite());
    optional(json, "region", watch.region());
    json.writeBooleanField("dryRun", watch.dryRun());
    json.writeStringField("health", condition.health().label());
    optional(json, "spared", condition.spared());
    optional(json, "verdict", watch.last().map(last -> last.verdict().level().name()));
    causes(json, watch.last().map(last -> last.verdict().causes()).orElse(List.of()));
    optional(json, "runId", watch.last().map(WatchStatus.Last::id));
    optional(json, "at", watch.last().map(last -> last.startedAt().toString()));
    optional(json, "due", watch.due().map(Object::toString));
    optional(json, "trouble", watch.trouble());
    json.writeBooleanField("stale", watch.alerts().recent().stale());
    json.writeFieldName("alert");
    if (watch.alerts().alert().isPresent()) {
      write(json, watch, watch.alerts().alert().get());
    } else {
      json.writeNull();
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, WatchStatus watch, Alert alert) throws IOException {
    json.writeStartObject();
    json.writeStringField("alert", alert.id());
    json.writeStringField("watch", watch.watch());
    json.writeStringField("severity", alert.severity().name());
    causes(json, alert.causes());
    json.writeStringField("openedAt", alert.openedAt().toString());
    optional(json, "acknowledgedBy", alert.acknowledgedBy());
    json.writeEndObject();
  }

  private static void causes(JsonGenerator json, List<Cause> causes) throws IOException {
    texts(json, "causes", causes.stream().map(Cause::name).toList());
  }

  private static void texts(JsonGenerator json, String name, List<String> texts)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  private static void optional(JsonGenerator json, String name, Optional<String> text)
      throws IOException {
    json.writeFieldName(name);
    if (text.isPresent()) {
      json.writeString(text.get());
    } else {
      json.writeNull();
    }
  }
}

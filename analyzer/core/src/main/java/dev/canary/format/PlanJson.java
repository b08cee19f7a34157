package dev.canary.format;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.canary.evidence.BudgetSentence;
import dev.canary.plan.Detection;
import dev.canary.plan.Detection.Delay;
import dev.canary.plan.Improvement;
import dev.canary.plan.Load;
import dev.canary.plan.Reach;
import dev.canary.plan.TargetLoad;
import dev.canary.plan.WatchPlan;
import dev.canary.plan.WorkspacePlan;
import dev.canary.quality.Sensitivity.Smallest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The JSON of a plan. */
public final class PlanJson {
  private static final String SCHEMA = "dev.canary/plan/v1";

  private PlanJson() {}

  /** A plan on one line. What cannot be told is null. */
  public static String plan(WorkspacePlan plan) {
    return RunJson.text(
        json -> {
          json.writeStartObject();
          json.writeStringField("schema", SCHEMA);
          json.writeObjectFieldStart("budget");
          number(json, "falseAlerts", plan.budget().falseAlerts());
          json.writeStringField("per", plan.budget().period().toString());
          number(json, "delta", plan.budget().delta());
          json.writeStringField("says", BudgetSentence.of(plan.budget()));
          json.writeEndObject();
          json.writeArrayFieldStart("watches");
          for (WatchPlan watch : plan.watches()) {
            write(json, watch);
          }
          json.writeEndArray();
          json.writeArrayFieldStart("targets");
          for (TargetLoad target : plan.targets()) {
            write(json, target);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void write(JsonGenerator json, WatchPlan watch) throws IOException {
    json.writeStartObject();
    json.writeStringField("watch", watch.watch());
    json.writeStringField("suite", watch.suite());
    number(json, "intervalSeconds", watch.interval().toMillis() / 1e3);
    json.writeObjectFieldStart("captures");
    json.writeStringField("version", watch.captures().version().orElse(null));
    json.writeNumberField("all", watch.captures().all());
    json.writeNumberField("heldOut", watch.captures().heldOut());
    json.writeBooleanField("bitStable", watch.captures().bitStable());
    json.writeEndObject();
    texts(json, "assumptions", watch.assumptions());
    json.writeArrayFieldStart("detections");
    for (Detection detection : watch.detections()) {
      write(json, detection);
    }
    json.writeEndArray();
    json.writeObjectFieldStart("falseAlerts");
    number(json, "per90Days", watch.falseAlerts().per90Days());
    number(json, "probability", watch.falseAlerts().probability());
    json.writeEndObject();
    json.writeObjectFieldStart("smallestMovement");
    write(json, "oneRun", watch.oneRun(), watch.secret());
    write(json, "evidence", watch.evidence(), watch.secret());
    json.writeEndObject();
    write(json, watch.load());
    json.writeArrayFieldStart("improvements");
    for (Improvement improvement : watch.improvements()) {
      write(json, improvement);
    }
    json.writeEndArray();
    AdviceJson.write(json, watch.advice());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Detection detection) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", detection.kind().label());
    json.writeBooleanField("pages", detection.pages());
    write(json, "worst", detection.worst());
    write(json, "expected", detection.expected());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String field, Optional<Delay> delay)
      throws IOException {
    if (delay.isEmpty()) {
      json.writeNullField(field);
      return;
    }
    json.writeObjectFieldStart(field);
    number(json, "runs", delay.get().runs());
    number(json, "seconds", delay.get().time().toMillis() / 1e3);
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String field, Optional<Reach> found, boolean secret)
      throws IOException {
    if (found.isEmpty()) {
      json.writeNullField(field);
      return;
    }
    Reach reach = found.get();
    json.writeObjectFieldStart(field);
    json.writeFieldName("case");
    if (reach.single().isPresent()) {
      write(json, reach.single().get(), secret);
    } else {
      json.writeNull();
    }
    number(json, "togetherShare", reach.together());
    if (reach.runs().isPresent()) {
      json.writeNumberField("runs", reach.runs().getAsInt());
    } else {
      json.writeNullField("runs");
    }
    json.writeEndObject();
  }

  /** Of a private suite, what a movement is in output units would tell its answers' size. */
  private static void write(JsonGenerator json, Smallest single, boolean secret)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("id", single.id());
    json.writeStringField("output", single.output());
    if (!secret) {
      number(json, "movement", single.movement());
    }
    number(json, "share", single.share());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Load load) throws IOException {
    json.writeObjectFieldStart("load");
    json.writeNumberField("requests", load.requests());
    json.writeNumberField("rows", load.rows());
    number(json, "requestsPerSecond", load.requestsPerSecond());
    number(json, "rowsPerSecond", load.rowsPerSecond());
    number(json, "busy", load.busy());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Improvement improvement) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", improvement.kind().label());
    json.writeStringField("change", improvement.change());
    json.writeStringField("measure", improvement.measure().label());
    number(json, "now", improvement.now());
    number(json, "then", improvement.then());
    json.writeStringField("how", improvement.how());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, TargetLoad target) throws IOException {
    json.writeStartObject();
    json.writeStringField("target", target.target());
    texts(json, "watches", target.watches());
    number(json, "requestsPerSecond", target.requestsPerSecond());
    number(json, "rowsPerSecond", target.rowsPerSecond());
    json.writeEndObject();
  }

  private static void texts(JsonGenerator json, String field, List<String> texts)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  private static void number(JsonGenerator json, String field, double value) throws IOException {
    json.writeFieldName(field);
    Numbers.write(json, value);
  }

  private static void number(JsonGenerator json, String field, OptionalDouble value)
      throws IOException {
    if (value.isPresent()) {
      number(json, field, value.getAsDouble());
    } else {
      json.writeNullField(field);
    }
  }
}

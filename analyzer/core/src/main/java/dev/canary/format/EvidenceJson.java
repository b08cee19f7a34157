package dev.canary.format;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.canary.baseline.SuiteScores;
import dev.canary.evidence.BudgetSentence;
import dev.canary.evidence.Creep;
import dev.canary.evidence.EvidenceStep;
import dev.canary.evidence.LaneStep;
import dev.canary.evidence.RunEvidence;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** The JSON of what a run did to the evidence of its watch. */
final class EvidenceJson {
  private EvidenceJson() {}

  /** One object, or null where nothing is counted. */
  static void write(JsonGenerator json, Optional<RunEvidence> counted) throws IOException {
    if (counted.isEmpty()) {
      json.writeNull();
      return;
    }
    RunEvidence evidence = counted.get();
    EvidenceStep step = evidence.step();
    json.writeStartObject();
    number(json, "value", step.evidence());
    number(json, "threshold", step.threshold());
    number(json, "logEvidence", step.logEvidence());
    number(json, "logThreshold", step.logThreshold());
    json.writeBooleanField("alert", step.alerted());
    json.writeNumberField("alerts", step.state().alerts());
    json.writeNumberField("runs", step.state().runs());
    json.writeFieldName("runsToAlert");
    if (evidence.runsToAlert().isPresent()) {
      json.writeNumber(evidence.runsToAlert().getAsInt());
    } else {
      json.writeNull();
    }
    json.writeStringField("origin", word(evidence.input().origin()));
    scores(json, evidence.scores());
    number(json, "deposit", step.deposit());
    number(json, "share", evidence.evidence().share().share());
    json.writeStringField("seed", Long.toHexString(step.seed()));
    json.writeArrayFieldStart("lanes");
    for (LaneStep lane : evidence.lanes()) {
      write(json, lane);
    }
    json.writeEndArray();
    creep(json, step.state().creep());
    json.writeStringField("budget", BudgetSentence.of(evidence.evidence().share().budget()));
    json.writeEndObject();
  }

  private static void scores(JsonGenerator json, Optional<SuiteScores> scores) throws IOException {
    json.writeFieldName("scores");
    if (scores.isEmpty()) {
      json.writeNull();
      return;
    }
    json.writeStartObject();
    number(json, "max", scores.get().max());
    number(json, "rms", scores.get().rms());
    json.writeNumberField("labels", scores.get().labels());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, LaneStep lane) throws IOException {
    json.writeStartObject();
    json.writeStringField("lane", word(lane.lane()));
    json.writeBooleanField("on", lane.share().isPresent());
    number(json, "share", lane.share().orElse(0.0));
    json.writeStringField("off", lane.off().orElse(null));
    json.writeBooleanField("bet", lane.bets());
    number(json, "logEvidence", lane.logAfter());
    json.writeEndObject();
  }

  private static void creep(JsonGenerator json, Optional<Creep> creep) throws IOException {
    json.writeFieldName("creep");
    if (creep.isEmpty()) {
      json.writeNull();
      return;
    }
    json.writeStartObject();
    number(json, "slopePerDay", creep.get().slopePerDay());
    number(json, "low", creep.get().low());
    number(json, "high", creep.get().high());
    json.writeNumberField("days", creep.get().days());
    json.writeEndObject();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static void number(JsonGenerator json, String name, double value) throws IOException {
    json.writeFieldName(name);
    Numbers.write(json, value);
  }
}

package dev.canary.format;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.canary.check.CaseDeviation;
import dev.canary.check.CaseDeviation.Seen;
import dev.canary.check.Finding;
import dev.canary.event.JudgedRun;
import dev.canary.event.JudgedRun.ComparedWith;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/** The JSON of runs and findings: one object each, as printed, stored and published. */
public final class RunJson {
  private static final String RUN = "dev.canary/run/v1";
  private static final String FINDING = "dev.canary/finding/v1";

  private RunJson() {}

  /** A run with all its findings, on one line. */
  public static String run(JudgedRun judged) {
    return text(json -> writeRun(json, judged));
  }

  /** One finding of a run, on one line. */
  public static String finding(JudgedRun judged, Finding finding) {
    return text(
        json -> {
          json.writeStartObject();
          json.writeStringField("schema", FINDING);
          json.writeStringField("suite", judged.run().suite());
          json.writeStringField("watch", judged.watch());
          ScopeJson.write(json, judged.scope());
          json.writeStringField("runId", judged.id());
          json.writeStringField("verdict", judged.verdict().level().name());
          json.writeFieldName("finding");
          write(json, finding);
          json.writeEndObject();
        });
  }

  /** What a run did to the evidence, on one line: the last field of {@link #run}. */
  public static String evidence(JudgedRun judged) {
    return text(json -> EvidenceJson.write(json, judged.evidence()));
  }

  private static void writeRun(JsonGenerator json, JudgedRun judged) throws IOException {
    json.writeStartObject();
    json.writeStringField("schema", RUN);
    json.writeStringField("suite", judged.run().suite());
    ScopeJson.write(json, judged.scope());
    Optional<Duration> staleAfter = judged.scope().staleAfter();
    if (staleAfter.isPresent()) {
      json.writeFieldName(ScopeJson.STALE_AFTER);
      Numbers.write(json, staleAfter.get().toNanos() / 1e9);
    }
    writeVerdict(json, judged);
    json.writeArrayFieldStart("findings");
    for (Finding finding : judged.findings()) {
      write(json, finding);
    }
    json.writeEndArray();
    json.writeFieldName("baseline");
    writeBaseline(json, judged.baseline());
    json.writeObjectFieldStart("run");
    json.writeStringField("id", judged.id());
    json.writeStringField("startedAt", judged.run().startedAt().toString());
    json.writeNumberField("cases", judged.run().observations().size());
    json.writeNumberField("failed", judged.run().failed());
    json.writeFieldName("durationMs");
    Numbers.write(json, judged.run().duration().toNanos() / 1e6);
    json.writeEndObject();
    json.writeFieldName("evidence");
    EvidenceJson.write(json, judged.evidence());
    json.writeEndObject();
  }

  private static void writeVerdict(JsonGenerator json, JudgedRun judged) throws IOException {
    json.writeStringField("verdict", judged.verdict().level().name());
    json.writeArrayFieldStart("causes");
    for (var cause : judged.verdict().causes()) {
      json.writeString(cause.name());
    }
    json.writeEndArray();
  }

  private static void writeBaseline(JsonGenerator json, Optional<ComparedWith> baseline)
      throws IOException {
    if (baseline.isEmpty()) {
      json.writeNull();
      return;
    }
    json.writeStartObject();
    json.writeStringField("version", baseline.get().version());
    json.writeStringField("digest", baseline.get().digest());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Finding finding) throws IOException {
    json.writeStartObject();
    json.writeStringField("check", finding.check());
    json.writeStringField("outcome", finding.outcome().name());
    json.writeStringField("decides", finding.decides().label());
    json.writeFieldName("cause");
    if (finding.cause().isPresent()) {
      json.writeString(finding.cause().get().name());
    } else {
      json.writeNull();
    }
    json.writeStringField("severity", finding.severity().name());
    write(json, "statistic", finding.statistic());
    write(json, "threshold", finding.threshold());
    write(json, "pValue", finding.pValue());
    write(json, "effect", finding.effect());
    json.writeStringField("reason", finding.reason());
    json.writeArrayFieldStart("cases");
    for (CaseDeviation deviation : finding.cases()) {
      write(json, deviation);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, CaseDeviation deviation) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", deviation.id());
    json.writeFieldName("deviation");
    Numbers.write(json, deviation.deviation());
    if (!deviation.note().isEmpty()) {
      json.writeStringField("note", deviation.note());
    }
    if (deviation.exchange().isPresent()) {
      Seen seen = deviation.exchange().get();
      json.writeObjectFieldStart("exchange");
      if (seen.status().isPresent()) {
        json.writeNumberField("status", seen.status().getAsInt());
      }
      if (!seen.digest().isEmpty()) {
        json.writeStringField("digest", seen.digest());
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String name, OptionalDouble value)
      throws IOException {
    json.writeFieldName(name);
    if (value.isPresent()) {
      Numbers.write(json, value.getAsDouble());
    } else {
      json.writeNull();
    }
  }

  /** Something that writes one JSON value. */
  @FunctionalInterface
  interface Writing {
    void to(JsonGenerator json) throws IOException;
  }

  static String text(Writing writing) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = Json.FACTORY.createGenerator(text)) {
      writing.to(json);
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail to be written", e);
    }
    return text.toString();
  }
}

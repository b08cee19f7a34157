package dev.canary.format;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.canary.baseline.Approval;
import dev.canary.baseline.Baseline;
import dev.canary.baseline.OutputReference;
import dev.canary.baseline.Provenance;
import dev.canary.baseline.SuiteScores;
import dev.canary.check.DeviationCheck;
import dev.canary.quality.Advice;
import dev.canary.tensor.Digest;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Writes {@code baseline.json}, the readable part of a baseline.
 *
 * <p>Its last key is the digest of all the text before it, so that a changed byte is noticed.
 */
final class BaselineJson {
  static final String SCHEMA = "dev.canary/baseline/v1";
  static final String ARRAYS = "outputs.safetensors";
  static final String SEAL = ",\n  \"digest\" : ";

  private BaselineJson() {}

  /** The text of the file. */
  static String text(Baseline baseline) {
    StringWriter text = new StringWriter();
    DefaultIndenter indent = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(indent);
    try (JsonGenerator json = Json.FACTORY.createGenerator(text)) {
      json.setPrettyPrinter(printer);
      json.writeStartObject();
      write(json, baseline);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail to be written", e);
    }
    String open = text.toString().replaceFirst("\\n}$", "");
    return open + SEAL + "\"" + seal(open) + "\"\n}\n";
  }

  /** The same on one line, without the seal. */
  static String line(Baseline baseline) {
    return RunJson.text(
        json -> {
          json.writeStartObject();
          write(json, baseline);
          json.writeEndObject();
        });
  }

  /** The same with advice to whoever is about to approve it. */
  static String line(Baseline baseline, List<Advice> advice) {
    return RunJson.text(
        json -> {
          json.writeStartObject();
          write(json, baseline);
          AdviceJson.write(json, advice);
          json.writeEndObject();
        });
  }

  /** The digest of the text before the seal. */
  static String seal(String text) {
    return Digest.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void write(JsonGenerator json, Baseline baseline) throws IOException {
    json.writeStringField("schema", SCHEMA);
    json.writeStringField("suite", baseline.suite());
    json.writeStringField("version", baseline.version());
    json.writeStringField("status", baseline.status().label());
    if (baseline.approval().isPresent()) {
      Approval approval = baseline.approval().get();
      json.writeObjectFieldStart("approval");
      json.writeStringField("author", approval.author());
      json.writeStringField("reason", approval.reason());
      json.writeStringField("at", approval.at().toString());
      json.writeEndObject();
    }
    json.writeFieldName("model");
    ModelJson.write(json, baseline.model());
    writeProvenance(json, baseline.provenance());
    json.writeObjectFieldStart("cases");
    json.writeNumberField("count", baseline.caseIds().size());
    json.writeStringField("digest", baseline.suiteDigest());
    json.writeEndObject();
    json.writeObjectFieldStart("outputs");
    for (Map.Entry<String, OutputReference> output : baseline.outputs().entrySet()) {
      json.writeFieldName(output.getKey());
      writeOutput(json, output.getValue());
    }
    json.writeEndObject();
    writeHeldOut(json, baseline);
    writeThresholds(json, baseline);
    json.writeObjectFieldStart("files");
    json.writeStringField(ARRAYS, baseline.digest());
    json.writeEndObject();
  }

  private static void writeProvenance(JsonGenerator json, Provenance provenance)
      throws IOException {
    json.writeObjectFieldStart("provenance");
    json.writeStringField("capturedAt", provenance.capturedAt().toString());
    json.writeStringField("firstAt", provenance.firstAt().toString());
    json.writeStringField("capturedBy", provenance.capturedBy());
    json.writeStringField("toolVersion", provenance.toolVersion());
    json.writeStringField("java", provenance.java());
    json.writeStringField("batch", "one case a call, in the case's own shape");
    json.writeNumberField("seed", provenance.seed());
    json.writeNumberField("captures", provenance.captures());
    json.writeNumberField("loads", provenance.loads());
    if (!provenance.replicas().isEmpty()) {
      json.writeArrayFieldStart("replicas");
      for (String replica : provenance.replicas()) {
        json.writeString(replica);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void writeOutput(JsonGenerator json, OutputReference output) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("classes");
    for (String name : output.classes()) {
      json.writeString(name);
    }
    json.writeEndArray();
    json.writeFieldName("unit");
    Numbers.write(json, output.unit());
    json.writeNumberField("bitStable", output.bitStable().cardinality());
    json.writeFieldName("largestScale");
    Numbers.write(json, output.scale().stream().mapToDouble(s -> s).max().orElse(0));
    json.writeObjectFieldStart("otherLabels");
    for (Map.Entry<Integer, Set<String>> entry : output.otherLabels().entrySet()) {
      json.writeArrayFieldStart(entry.getKey().toString());
      for (String label : entry.getValue()) {
        json.writeString(label);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void writeHeldOut(JsonGenerator json, Baseline baseline) throws IOException {
    json.writeObjectFieldStart("heldOut");
    json.writeNumberField("count", baseline.heldOut().size());
    json.writeArrayFieldStart("at");
    for (Instant at : baseline.heldOutAt()) {
      json.writeString(at.toString());
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** What a run may reach before it counts as drift, and why, for whoever reads the file. */
  private static void writeThresholds(JsonGenerator json, Baseline baseline) throws IOException {
    json.writeObjectFieldStart("thresholds");
    json.writeNumberField("heldOut", baseline.heldOut().size());
    writeThreshold(json, "max", baseline, SuiteScores::max);
    writeThreshold(json, "rms", baseline, SuiteScores::rms);
    writeThreshold(json, "labels", baseline, SuiteScores::labels);
    json.writeStringField(
        "why",
        "margin "
            + (int) DeviationCheck.MARGIN
            + " over the largest held-out score, at least 1; bit-stable cases are held to their precision class");
    json.writeEndObject();
  }

  private static void writeThreshold(
      JsonGenerator json, String name, Baseline baseline, ToDoubleFunction<SuiteScores> score)
      throws IOException {
    double largest = baseline.heldOut().stream().mapToDouble(score).max().orElse(0);
    json.writeObjectFieldStart(name);
    json.writeFieldName("largestHeldOut");
    Numbers.write(json, largest);
    json.writeFieldName("limit");
    Numbers.write(json, DeviationCheck.MARGIN * Math.max(largest, 1));
    json.writeEndObject();
  }
}

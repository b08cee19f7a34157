package dev.canary.format;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.canary.replay.Observation;
import dev.canary.target.Exchange;
import dev.canary.target.Output;
import dev.canary.target.Phases;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An observation in the header of a stored run: all of it but the tensors and the raw bytes of
 * answers, which stand beside the header.
 */
final class ObservationJson {
  private static final Map<String, Reason> REASONS =
      Arrays.stream(Reason.values()).collect(Collectors.toMap(Reason::name, Function.identity()));

  private ObservationJson() {}

  /** Writes one object, and the raw answers that it keeps to {@code kept}, earlier ones first. */
  static void write(JsonGenerator json, Observation observation, ByteArrayOutputStream kept)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("id", observation.caseId());
    json.writeNumberField("latencyNanos", observation.latencyNanos());
    json.writeNumberField("sentNanos", observation.sentNanos());
    if (observation instanceof Observation.Failed failed) {
      json.writeStringField("reason", failed.reason().name());
      json.writeStringField("message", failed.message());
    }
    if (observation.earlier().isPresent()) {
      json.writeFieldName("earlier");
      write(json, observation.earlier().get(), kept);
    }
    if (observation.exchange().isPresent()) {
      json.writeFieldName("exchange");
      write(json, observation.exchange().get(), kept);
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Exchange exchange, ByteArrayOutputStream kept)
      throws IOException {
    Phases phases = exchange.phases();
    json.writeStartObject();
    json.writeNumberField("waitedNanos", phases.waitedNanos());
    json.writeNumberField("connectNanos", phases.connectNanos());
    json.writeNumberField("tlsNanos", phases.tlsNanos());
    json.writeNumberField("firstByteNanos", phases.firstByteNanos());
    json.writeNumberField("totalNanos", phases.totalNanos());
    if (phases.serverNanos().isPresent()) {
      json.writeNumberField("serverNanos", phases.serverNanos().getAsLong());
    }
    if (exchange.status().isPresent()) {
      json.writeNumberField("status", exchange.status().getAsInt());
    }
    byte[] answer = exchange.answer();
    kept.writeBytes(answer);
    json.writeNumberField("kept", answer.length);
    json.writeNumberField("answerBytes", exchange.answerBytes());
    json.writeStringField("digest", exchange.digest());
    json.writeObjectFieldStart("facts");
    for (Map.Entry<String, String> fact : new TreeMap<>(exchange.facts()).entrySet()) {
      json.writeStringField(fact.getKey(), fact.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  /** The observation of a section; {@code kept} hands out raw answers as they were written. */
  static Observation read(
      Section section,
      Map<String, Tensor> tensors,
      Map<String, List<String>> classes,
      KeptAnswers kept) {
    if (section.has("reason")) {
      return failed(section, kept);
    }
    Optional<Observation.Failed> earlier = section.section("earlier").map(s -> failed(s, kept));
    Optional<Exchange> exchange = section.section("exchange").map(s -> exchange(s, kept));
    Map<String, List<String>> named = new LinkedHashMap<>(classes);
    named.values().removeIf(List::isEmpty);
    named.keySet().retainAll(tensors.keySet());
    return new Observation.Answered(
        section.text("id").orElse(""),
        new Output(tensors, named, exchange),
        number(section, "latencyNanos"),
        number(section, "sentNanos"),
        earlier);
  }

  private static Observation.Failed failed(Section section, KeptAnswers kept) {
    Optional<Observation.Failed> earlier = section.section("earlier").map(s -> failed(s, kept));
    return new Observation.Failed(
        section.text("id").orElse(""),
        section.word("reason", REASONS).orElse(Reason.MODEL_ERROR),
        section.text("message").orElse(""),
        number(section, "latencyNanos"),
        number(section, "sentNanos"),
        section.section("exchange").map(s -> exchange(s, kept)),
        earlier);
  }

  private static Exchange exchange(Section section, KeptAnswers kept) {
    Phases phases =
        new Phases(
            number(section, "waitedNanos"),
            number(section, "connectNanos"),
            number(section, "tlsNanos"),
            number(section, "firstByteNanos"),
            number(section, "totalNanos"),
            section.has("serverNanos")
                ? OptionalLong.of(number(section, "serverNanos"))
                : OptionalLong.empty());
    Map<String, String> facts = new TreeMap<>();
    section
        .section("facts")
        .ifPresent(s -> s.keys().forEach(key -> s.text(key).ifPresent(v -> facts.put(key, v))));
    return new Exchange(
        phases,
        section.has("status")
            ? OptionalInt.of((int) number(section, "status"))
            : OptionalInt.empty(),
        kept.next((int) number(section, "kept")),
        number(section, "answerBytes"),
        section.text("digest").orElse(""),
        facts);
  }

  static long number(Section section, String key) {
    return section.spelling(key).flatMap(Numbers::whole).orElse(0L);
  }
}

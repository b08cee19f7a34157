package dev.canary.format;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.canary.target.Health;
import dev.canary.target.Sign;
import dev.canary.target.Sign.Says;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a server said of itself, in the header of a stored run. */
final class HealthJson {
  private static final Map<String, Says> SAYS =
      Arrays.stream(Says.values()).collect(Collectors.toMap(Says::name, Function.identity()));

  private HealthJson() {}

  static void write(JsonGenerator json, Health health) throws IOException {
    json.writeStartObject();
    write(json, "live", health.live());
    write(json, "ready", health.ready());
    json.writeObjectFieldStart("versions");
    for (Map.Entry<String, Set<String>> place : health.versions().entrySet()) {
      json.writeArrayFieldStart(place.getKey());
      for (String version : place.getValue()) {
        json.writeString(version);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
    if (health.cacheHits().isPresent()) {
      json.writeNumberField("cacheHits", health.cacheHits().getAsLong());
    }
    if (health.computing().isPresent()) {
      Health.Computing computing = health.computing().get();
      json.writeObjectFieldStart("computing");
      json.writeNumberField("inferences", computing.inferences());
      json.writeNumberField("computeNanos", computing.computeNanos());
      json.writeNumberField("queueNanos", computing.queueNanos());
      json.writeEndObject();
    }
    json.writeArrayFieldStart("warmUpNanos");
    for (long nanos : health.warmUp().latenciesNanos()) {
      json.writeNumber(nanos);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("remarks");
    for (String remark : health.remarks()) {
      json.writeString(remark);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String name, Sign sign) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeStringField("says", sign.says().name());
    json.writeStringField("reason", sign.reason());
    json.writeEndObject();
  }

  static Health read(Section section) {
    Map<String, Set<String>> versions = new TreeMap<>();
    section
        .section("versions")
        .ifPresent(
            s -> s.keys().forEach(place -> versions.put(place, new TreeSet<>(s.texts(place)))));
    OptionalLong cacheHits =
        section.has("cacheHits")
            ? OptionalLong.of(ObservationJson.number(section, "cacheHits"))
            : OptionalLong.empty();
    return new Health(
        sign(section.section("live")),
        sign(section.section("ready")),
        versions,
        cacheHits,
        section
            .section("computing")
            .filter(s -> ObservationJson.number(s, "inferences") > 0)
            .map(HealthJson::computing),
        new Health.WarmUp(
            section.numbers("warmUpNanos", Bounds.NOT_NEGATIVE).stream()
                .map(Double::longValue)
                .toList()),
        section.texts("remarks"));
  }

  private static Health.Computing computing(Section section) {
    return new Health.Computing(
        ObservationJson.number(section, "inferences"),
        ObservationJson.number(section, "computeNanos"),
        ObservationJson.number(section, "queueNanos"));
  }

  private static Sign sign(Optional<Section> section) {
    return new Sign(
        section.flatMap(s -> s.word("says", SAYS)).orElse(Says.NOTHING),
        section.flatMap(s -> s.text("reason")).orElse(""));
  }
}

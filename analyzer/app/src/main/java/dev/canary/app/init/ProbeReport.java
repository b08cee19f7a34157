package dev.canary.app.init;

import dev.canary.format.Numbers;
import dev.canary.format.ValueJson;
import dev.canary.replay.Observation;
import dev.canary.target.Exchange;
import dev.canary.target.Health;
import dev.canary.target.Phases;
import dev.canary.target.Sign;
import dev.canary.target.Signature;
import dev.canary.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * What a probe saw, for people and for programs.
 *
 * @param probed what was seen
 */
public record ProbeReport(Probed probed) {
  private static final int SHOWN = 8;
  private static final String SCHEMA = "dev.canary/probe/v1";

  /** The report in words, ending with the command that comes next. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    Found found = probed.found();
    lines.add(line("address", found.spec().place().text()));
    lines.add(line("protocol", found.protocol() + also(found.others())));
    found.evidence().forEach(asked -> lines.add(line("", asked)));
    if (found.models().size() > 1) {
      lines.add(line("models", String.join(", ", found.models())));
    }
    lines.add(line("model", model()));
    probed.health().ifPresent(health -> lines.addAll(health(health)));
    if (probed.signature().inputs().isEmpty()) {
      lines.add(line("takes", "not told"));
    }
    probed.signature().inputs().forEach(slot -> lines.add(line("takes", slot.toString())));
    gives().forEach((name, told) -> lines.add(line("gives", name + ": " + told)));
    lines.addAll(inference());
    lines.add(line("cache", probed.cache()));
    probed.quirks().forEach(quirk -> lines.add(line("quirk", quirk)));
    lines.add(line("ready", ready()));
    lines.add("next: " + probed.next());
    return lines;
  }

  private String ready() {
    if (probed.isReady()) {
      return "yes: ready, and one inference was good";
    }
    return probed.isUnknown() ? "not known: no inference was tried" : "NO";
  }

  private static String also(List<String> others) {
    return others.isEmpty() ? "" : "; also " + String.join(", ", others);
  }

  private static String line(String what, String text) {
    return "%-10s %s".formatted(what, text);
  }

  private String model() {
    var model = probed.model();
    return "%s, version %s, %s %s"
        .formatted(
            model.name(), model.version().orElse("not told"), model.engine(), model.engineVersion())
        .strip();
  }

  private static List<String> health(Health health) {
    List<String> lines = new ArrayList<>();
    lines.add(line("live", sign(health.live())));
    lines.add(line("says ready", sign(health.ready())));
    health
        .versions()
        .forEach(
            (place, found) ->
                lines.add(line("version", String.join(", ", found) + " in " + place)));
    return lines;
  }

  private static String sign(Sign sign) {
    String word =
        switch (sign.says()) {
          case YES -> "yes";
          case NO -> "NO";
          case NOTHING -> "says nothing";
        };
    return sign.reason().isEmpty() ? word : word + " (" + sign.reason() + ")";
  }

  private Map<String, String> gives() {
    Map<String, String> gives = new TreeMap<>();
    String prefix = Signature.OUTPUT;
    probed
        .model()
        .provenance()
        .forEach(
            (key, told) -> {
              if (key.startsWith(prefix)) {
                gives.put(key.substring(prefix.length()), told);
              }
            });
    return gives;
  }

  private List<String> inference() {
    List<String> lines = new ArrayList<>();
    if (probed.inference().isEmpty()) {
      lines.add(line("inference", "not tried: " + probed.untried()));
      return lines;
    }
    Observation seen = probed.inference().get();
    lines.add(line("inference", seen.caseId() + " " + outcome(seen)));
    seen.exchange().ifPresent(exchange -> lines.add(line("", exchange(exchange))));
    if (seen instanceof Observation.Answered answered) {
      answered
          .output()
          .tensors()
          .forEach((name, tensor) -> lines.add(line("", name + " " + summary(tensor))));
    }
    return lines;
  }

  private static String outcome(Observation seen) {
    if (seen instanceof Observation.Failed failed) {
      return "FAILED %s: %s".formatted(failed.reason(), failed.message());
    }
    List<String> lost =
        seen instanceof Observation.Answered answered ? Probed.notFinite(answered) : List.of();
    return lost.isEmpty()
        ? "answered"
        : "answered with NaN or infinity in %s, as all cases that were tried"
            .formatted(String.join(", ", lost));
  }

  private static String exchange(Exchange exchange) {
    Phases phases = exchange.phases();
    String server =
        phases.serverNanos().isPresent()
            ? ", server %s".formatted(millis(phases.serverNanos().getAsLong()))
            : "";
    return "status %s, %d bytes; %s in all: connect %s, TLS %s, first byte %s%s"
        .formatted(
            exchange.status().isPresent() ? exchange.status().getAsInt() : "none",
            exchange.answerBytes(),
            millis(phases.totalNanos()),
            millis(phases.connectNanos()),
            millis(phases.tlsNanos()),
            millis(phases.firstByteNanos()),
            server);
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
  }

  private static String summary(Tensor tensor) {
    StringJoiner values = new StringJoiner(", ");
    for (int i = 0; i < Math.min(SHOWN, tensor.size()); i++) {
      values.add(tensor.dtype().isFloat() ? number(tensor, i) : tensor.labelAt(i));
    }
    return tensor + " " + values + (tensor.size() > SHOWN ? ", ..." : "");
  }

  private static String number(Tensor tensor, int i) {
    double value = tensor.doubleAt(i);
    return tensor.dtype().width() < Double.BYTES
        ? Numbers.text((float) value)
        : Numbers.text(value);
  }

  /** The same for programs. */
  public String json() {
    Found found = probed.found();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("schema", SCHEMA);
    json.put("address", found.spec().place().text());
    json.put("protocol", found.protocol());
    json.put("alsoSpeaks", found.others());
    json.put("evidence", found.evidence());
    json.put("models", found.models());
    json.put("model", probed.model().name());
    probed.model().version().ifPresent(version -> json.put("version", version));
    json.put("server", (probed.model().engine() + " " + probed.model().engineVersion()).strip());
    probed.health().ifPresent(health -> json.put("health", healthJson(health)));
    Map<String, Object> takes = new LinkedHashMap<>();
    probed.signature().inputs().forEach(slot -> takes.put(slot.name(), told(slot.toString())));
    json.put("inputs", takes);
    json.put("outputs", gives());
    json.put("inference", inferenceJson());
    json.put("cache", probed.cache());
    json.put("quirks", probed.quirks());
    json.put("ready", probed.isReady());
    json.put("next", probed.next());
    return ValueJson.text(json);
  }

  private static String told(String slot) {
    return slot.substring(slot.lastIndexOf(": ") + 2);
  }

  private static Map<String, Object> healthJson(Health health) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("live", Map.of("says", word(health.live()), "reason", health.live().reason()));
    json.put("ready", Map.of("says", word(health.ready()), "reason", health.ready().reason()));
    Map<String, Object> versions = new LinkedHashMap<>();
    health.versions().forEach((place, found) -> versions.put(place, List.copyOf(found)));
    json.put("versions", versions);
    return json;
  }

  private static String word(Sign sign) {
    return sign.says().name().toLowerCase(Locale.ROOT);
  }

  private Map<String, Object> inferenceJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("good", probed.inference().filter(Probed::isGood).isPresent());
    if (probed.inference().isEmpty()) {
      json.put("message", probed.untried());
      return json;
    }
    Observation seen = probed.inference().get();
    json.put("case", seen.caseId());
    if (seen instanceof Observation.Failed failed) {
      json.put("reason", failed.reason().name());
      json.put("message", failed.message());
    } else if (seen instanceof Observation.Answered answered) {
      Map<String, Object> outputs = new LinkedHashMap<>();
      answered.output().tensors().forEach((name, tensor) -> outputs.put(name, tensor.toString()));
      json.put("outputs", outputs);
    }
    Optional<Exchange> exchange = seen.exchange();
    if (exchange.isPresent()) {
      Phases phases = exchange.get().phases();
      exchange.get().status().ifPresent(status -> json.put("status", status));
      json.put("bytes", exchange.get().answerBytes());
      json.put("digest", exchange.get().digest());
      json.put("connectMs", phases.connectNanos() / 1e6);
      json.put("tlsMs", phases.tlsNanos() / 1e6);
      json.put("firstByteMs", phases.firstByteNanos() / 1e6);
      json.put("totalMs", phases.totalNanos() / 1e6);
      phases.serverNanos().ifPresent(nanos -> json.put("serverMs", nanos / 1e6));
    }
    return json;
  }
}

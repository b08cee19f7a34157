package dev.canary.http.protocol;

import dev.canary.http.json.Json;
import dev.canary.http.protocol.Description.Port;
import dev.canary.http.wire.WireAnswer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** Reads what servers of the Open Inference Protocol tell of themselves and of a model. */
final class V2Metadata {
  private V2Metadata() {}

  /** The answer to {@code GET v2}: name, version, extensions. */
  static Description server(WireAnswer answer) {
    Optional<Json> json = Probe.json(answer);
    Optional<String> name = json.flatMap(j -> text(j, "name"));
    if (name.isEmpty()) {
      return answer.status() == 404 ? Told.remark(V2Server.DJL.remark()) : Description.EMPTY;
    }
    String version = text(json.get(), "version").map(v -> " " + v).orElse("");
    Set<String> extensions = new TreeSet<>();
    for (Json extension : list(json.get(), "extensions")) {
      extension.text().ifPresent(extensions::add);
    }
    Description told = Told.server(name.get() + version, extensions);
    String remark = V2Server.of(name.get()).map(V2Server::remark).orElse("");
    return remark.isEmpty() ? told : told.and(Told.remark(remark));
  }

  /** The answer to {@code GET v2/models/{model}}: versions, inputs and outputs. */
  static Description model(WireAnswer answer) {
    Optional<Json> json = Probe.json(answer);
    if (json.isEmpty()) {
      return Description.EMPTY;
    }
    Set<String> versions = new TreeSet<>();
    list(json.get(), "versions").forEach(version -> version.spelling().ifPresent(versions::add));
    Map<String, Port> inputs = ports(json.get(), "inputs");
    Description told =
        Told.ports(inputs, ports(json.get(), "outputs")).and(Told.versions("metadata", versions));
    return inputs.isEmpty() && text(json.get(), "name").isPresent()
        ? told.and(Told.remark("the model's metadata tell no inputs"))
        : told;
  }

  private static Map<String, Port> ports(Json model, String key) {
    Map<String, Port> ports = new LinkedHashMap<>();
    for (Json port : list(model, key)) {
      List<Long> shape =
          list(port, "shape").stream().map(extent -> whole(extent).orElse(-1)).toList();
      text(port, "name")
          .ifPresent(
              name -> ports.put(name, new Port(text(port, "datatype").orElse("unknown"), shape)));
    }
    return ports;
  }

  /**
   * The answer to {@code POST v2/repository/index}: the models that are loaded, and the versions of
   * one.
   */
  static Description index(String model, WireAnswer answer) {
    Set<String> models = new TreeSet<>();
    Set<String> versions = new TreeSet<>();
    Description told = Description.EMPTY;
    for (Json entry : Probe.json(answer).map(Json::elements).orElse(List.of())) {
      String name = text(entry, "name").orElse("");
      String state = text(entry, "state").orElse("READY");
      String version = entry.member("version").flatMap(Json::spelling).orElse("");
      boolean own = name.equals(model) && !version.isEmpty();
      if (state.equals("READY")) {
        models.add(name);
        versions.addAll(own ? Set.of(version) : Set.of());
      } else if (own) {
        // Triton goes on listing what it has unloaded.
        told =
            told.and(
                Told.remark("the repository says of version %s: %s".formatted(version, state)));
      }
    }
    return Told.models(List.copyOf(models)).and(Told.versions("repository", versions)).and(told);
  }

  static List<Json> list(Json json, String key) {
    return json.member(key).map(Json::elements).orElse(List.of());
  }

  static Optional<String> text(Json json, String key) {
    return json.member(key).flatMap(Json::text);
  }

  static OptionalLong whole(Json json) {
    try {
      return json.spelling().isPresent()
          ? OptionalLong.of(Long.parseLong(json.spelling().get()))
          : OptionalLong.empty();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}

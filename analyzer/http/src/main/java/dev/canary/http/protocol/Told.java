package dev.canary.http.protocol;

import dev.canary.http.protocol.Description.Port;
import dev.canary.target.Counted.Inferences;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Descriptions of one thing each, to be put together. */
public final class Told {
  private Told() {}

  /** The server's name and version. */
  static Description server(String server) {
    return server(server, Set.of());
  }

  /** The server's name and version, and the extensions of the protocol that it knows. */
  static Description server(String server, Set<String> extensions) {
    return new Description(
        Optional.of(server),
        List.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        extensions,
        OptionalLong.empty(),
        Optional.empty(),
        List.of());
  }

  /** The models that a server lists. */
  public static Description models(List<String> names) {
    return of(Optional.empty(), names, Map.of(), List.of());
  }

  /** A version, or none, as one place tells it. */
  static Description version(String place, Optional<String> version) {
    return versions(place, version.stream().collect(Collectors.toSet()));
  }

  /** All versions that one place tells. */
  public static Description versions(String place, Set<String> found) {
    return of(
        Optional.empty(), List.of(), found.isEmpty() ? Map.of() : Map.of(place, found), List.of());
  }

  /** Something a reader should know. */
  public static Description remark(String sentence) {
    return of(Optional.empty(), List.of(), Map.of(), List.of(sentence));
  }

  /** Inputs and outputs of the model. */
  static Description ports(Map<String, Port> inputs, Map<String, Port> outputs) {
    return new Description(
        Optional.empty(),
        List.of(),
        inputs,
        outputs,
        Map.of(),
        Set.of(),
        OptionalLong.empty(),
        Optional.empty(),
        List.of());
  }

  /** What a server counts: answers from its cache, inferences. */
  static Description counted(OptionalLong cacheHits, Optional<Inferences> inferences) {
    return new Description(
        Optional.empty(),
        List.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        Set.of(),
        cacheHits,
        inferences,
        List.of());
  }

  private static Description of(
      Optional<String> server,
      List<String> models,
      Map<String, Set<String>> versions,
      List<String> remarks) {
    return new Description(
        server,
        models,
        Map.of(),
        Map.of(),
        versions,
        Set.of(),
        OptionalLong.empty(),
        Optional.empty(),
        remarks);
  }
}

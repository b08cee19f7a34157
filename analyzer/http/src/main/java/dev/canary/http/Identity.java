package dev.canary.http;

import dev.canary.http.protocol.Description;
import dev.canary.target.ModelIdentity;
import dev.canary.target.ToldVersions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who answered, as far as a server tells: it shows no file and no weights.
 *
 * <p>The name is the suite's; else that of the only model that the server lists; else the server's
 * address. The version is the one that every answer named; else the only one that all places of the
 * metadata name; else the one that the suite says. What the server says of the model's inputs and
 * outputs stands in the provenance, by {@code interface.input.<name>} and {@code
 * interface.output.<name>}; how it was asked, by {@code request.nonce} and {@code
 * request.encoding}.
 */
final class Identity {
  private Identity() {}

  /**
   * The identity behind a server.
   *
   * @param told what the server told around the replay
   * @param answered the versions that its answers named
   * @param encodings the content types of the requests
   */
  static ModelIdentity of(
      Setup setup, Description told, Set<String> answered, Set<String> encodings) {
    Map<String, String> provenance = new LinkedHashMap<>();
    provenance.put("protocol", setup.word());
    told.server().ifPresent(server -> provenance.put("server", server));
    told.inputs()
        .forEach((name, port) -> provenance.put("interface.input." + name, port.toString()));
    told.outputs()
        .forEach((name, port) -> provenance.put("interface.output." + name, port.toString()));
    provenance.put("request.nonce", setup.nonce().word());
    if (!encodings.isEmpty()) {
      provenance.put("request.encoding", String.join(", ", new TreeSet<>(encodings)));
    }
    // "triton 2.51.0": the name, then the version.
    String[] server = told.server().orElse("").split(" ", 2);
    return new ModelIdentity(
        name(setup, told),
        version(setup, told, answered),
        Optional.empty(),
        Optional.empty(),
        server[0].isEmpty() ? setup.word() : server[0],
        server.length > 1 ? server[1] : "",
        Optional.empty(),
        provenance);
  }

  private static String name(Setup setup, Description told) {
    Optional<String> alone =
        told.models().stream().filter(m -> told.models().size() == 1).findAny();
    return setup.model().or(() -> alone).orElseGet(setup.address()::host);
  }

  private static Optional<String> version(Setup setup, Description told, Set<String> answered) {
    return only(answered)
        .or(() -> ToldVersions.common(told.versions()))
        .or(setup::version)
        .or(() -> answered.stream().sorted().findFirst());
  }

  private static Optional<String> only(Set<String> versions) {
    return versions.size() == 1 ? versions.stream().findFirst() : Optional.empty();
  }
}

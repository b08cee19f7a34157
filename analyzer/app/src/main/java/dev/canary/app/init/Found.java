package dev.canary.app.init;

import dev.canary.app.job.CannotRunException;
import dev.canary.format.FormatException;
import dev.canary.format.Suites;
import dev.canary.http.Discovery;
import dev.canary.http.protocol.Detected;
import dev.canary.suite.TargetSpec;
import dev.canary.target.LoadException;
import dev.canary.target.Signature;
import dev.canary.target.Signature.Slot;
import dev.canary.tensor.DType;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A server that was found at an address, and how a suite would name it.
 *
 * @param spec the target
 * @param yaml the same, as it would stand in suite.yaml
 * @param protocol its word; {@code grpc} for the Open Inference Protocol over gRPC
 * @param model the model that is meant; empty where the address or the protocol says it
 * @param models all that the server lists
 * @param evidence what was asked and answered, in sentences
 * @param others further protocols that it speaks
 * @param remarks what a reader should know of it
 */
public record Found(
    TargetSpec spec,
    String yaml,
    String protocol,
    Optional<String> model,
    List<String> models,
    List<String> evidence,
    List<String> others,
    List<String> remarks) {
  private static final String GRPC = "grpc";
  private static final String NAME = "name";
  private static final String PROTOCOL = "protocol";

  /**
   * Asks the server which protocol it speaks, unless the user says so.
   *
   * @param folder that references in options are relative to
   * @throws CannotRunException if nobody answers, or no protocol is recognised
   */
  public static Found at(ModelRequest request, Path folder)
      throws CannotRunException, LoadException, FormatException {
    URI address = address(request.place());
    if (String.valueOf(address.getScheme()).startsWith(GRPC)) {
      return found(request, folder, GRPC, Optional.empty(), List.of());
    }
    if (request.protocol().isPresent()) {
      return found(request, folder, request.protocol().get(), Optional.empty(), List.of());
    }
    Discovery discovery = Discovery.of(address, options(request, folder));
    if (discovery.silence().isPresent()) {
      throw new CannotRunException(
          "%s cannot be reached: %s".formatted(request.place(), discovery.silence().get()));
    }
    if (discovery.spoken().isEmpty()) {
      throw new CannotRunException(
          "%s answers, and speaks no protocol that was recognised; name it with --protocol %s"
              .formatted(
                  request.place(), String.join("|", dev.canary.http.protocol.Protocols.words())));
    }
    Detected first = discovery.spoken().get(0);
    List<String> others = discovery.spoken().stream().skip(1).map(Detected::protocol).toList();
    return found(request, folder, first.protocol(), Optional.of(first), others);
  }

  private static Found found(
      ModelRequest request,
      Path folder,
      String protocol,
      Optional<Detected> detected,
      List<String> others)
      throws FormatException {
    List<String> models = detected.map(Detected::models).orElse(List.of());
    boolean told = isNamedBy(request.place(), models);
    Optional<String> model =
        told ? Optional.empty() : request.model().or(() -> models.stream().findFirst());
    TargetYaml yaml = new TargetYaml(protocol.equals(GRPC) ? GRPC : "http", request.place());
    if (!protocol.equals(GRPC)) {
      yaml.with(PROTOCOL, protocol);
    }
    model.ifPresent(name -> yaml.with(NAME, name));
    String text = yaml.with(request.options()).text();
    List<String> remarks =
        detected.map(d -> d.description().remarks()).map(List::copyOf).orElse(List.of());
    return new Found(
        Suites.target(folder, text),
        text,
        protocol,
        model,
        models,
        detected.map(Detected::evidence).orElse(List.of()),
        others,
        remarks);
  }

  /** True if the address itself ends in a model's path. */
  private static boolean isNamedBy(String place, List<String> models) {
    String path = String.valueOf(URI.create(place).getPath());
    return path.matches(".*/(models|predictions)/[^/]+.*")
        || (place.startsWith(GRPC) && path.length() > 1)
        || models.stream().anyMatch(name -> path.endsWith("/" + name));
  }

  /** The options as an adapter reads them. */
  private static Map<String, String> options(ModelRequest request, Path folder)
      throws FormatException {
    String yaml = new TargetYaml("http", request.place()).with(request.options()).text();
    return Suites.target(folder, yaml).options();
  }

  private static URI address(String place) throws CannotRunException {
    try {
      URI address = new URI(place);
      List<String> schemes = List.of("http", "https", "grpc", "grpcs");
      if (address.getHost() != null && schemes.contains(address.getScheme())) {
        return address;
      }
    } catch (URISyntaxException e) {
      // Told below, in the same words.
    }
    throw new CannotRunException(
        "no address as in http://host:8000 or grpc://host:8001/model: " + place);
  }

  /** What the model tells of its inputs; where it tells none, what its protocol always takes. */
  Signature orProtocols(Signature told) {
    return told.inputs().isEmpty() && protocol.startsWith("openai-")
        ? new Signature(List.of(Slot.of("prompt", DType.STRING, List.of())))
        : told;
  }

  /** The options that a command needs to name the same again. */
  public List<String> words(ModelRequest request) {
    List<String> words = new ArrayList<>();
    words.add(request.place());
    request.protocol().ifPresent(word -> words.addAll(List.of("--protocol", word)));
    model.ifPresent(name -> words.addAll(List.of("--model", name)));
    request
        .inputs()
        .forEach(slot -> words.addAll(List.of("--input", "'%s'".formatted(InputWord.of(slot)))));
    request
        .options()
        .forEach((key, value) -> words.addAll(List.of("--set", "'%s=%s'".formatted(key, value))));
    return words;
  }
}

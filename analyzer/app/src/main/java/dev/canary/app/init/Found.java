package dev.canary.app.init;

import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.Targets;
import dev.canary.format.FormatException;
import dev.canary.format.Suites;
import dev.canary.grpc.GrpcModels;
import dev.canary.http.Discovery;
import dev.canary.http.protocol.Description;
import dev.canary.http.protocol.Detected;
import dev.canary.http.protocol.Protocols;
import dev.canary.suite.Case;
import dev.canary.suite.Input;
import dev.canary.suite.TargetSpec;
import dev.canary.target.LoadException;
import dev.canary.target.PredictionException;
import dev.canary.target.Signature;
import dev.canary.target.Signature.Slot;
import dev.canary.target.Target;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

  /** The protocols whose addresses stand for one model, whatever it is called. */
  private static final Set<String> NAMELESS = Set.of(GRPC, "mlflow", "sagemaker", Protocols.ANY);

  private static final Tensor WORD = Tensor.ofTexts(new int[0], List.of("word"));
  private static final String OPENAI = "openai-";
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
      return found(request, folder, GRPC, overGrpc(request, address, folder));
    }
    if (request.protocol().isPresent()) {
      String protocol = request.protocol().get();
      return found(request, folder, protocol, listed(request, protocol, address, folder));
    }
    Discovery discovery = Discovery.of(address, options("http", request, folder));
    if (discovery.silence().isPresent()) {
      throw new CannotRunException(
          "%s cannot be reached: %s".formatted(request.place(), discovery.silence().get()));
    }
    List<Detected> spoken = discovery.spoken();
    boolean known = spoken.stream().anyMatch(d -> !d.protocol().equals(Protocols.ANY));
    if (!known && !request.options().containsKey("request")) {
      throw unrecognised(request, spoken);
    }
    String first = spoken.get(0).protocol();
    Found found = found(request, folder, first, spoken);
    return first.startsWith(OPENAI) ? answering(found, request, folder, spoken) : found;
  }

  private static CannotRunException unrecognised(ModelRequest request, List<Detected> spoken) {
    List<String> evidence = spoken.stream().flatMap(d -> d.evidence().stream()).toList();
    return new CannotRunException(
        ("%s answers%s, and speaks no protocol that was recognised; name it with --protocol %s,"
                + " or word an API of its own: --set path=score"
                + " --set 'request={\"x\": \"${input.x}\"}' --set 'outputs={\"y\": \"/y\"}'"
                + " --input 'x=fp32[1,4]'")
            .formatted(
                request.place(),
                evidence.isEmpty() ? "" : " (" + String.join(", ", evidence) + ")",
                String.join("|", Protocols.words())));
  }

  /** What the server lists under any protocol, where nobody names the model. */
  private static List<Detected> listed(
      ModelRequest request, String protocol, URI address, Path folder)
      throws LoadException, FormatException {
    if (request.model().isPresent()
        || isNamedBy(request.place(), List.of())
        || NAMELESS.contains(protocol)) {
      return List.of();
    }
    List<String> names = models(Discovery.of(address, options("http", request, folder)).spoken());
    return List.of(new Detected(protocol, names, List.of(), Description.EMPTY));
  }

  /** What the server lists, where nobody names the model. */
  private static List<Detected> overGrpc(ModelRequest request, URI address, Path folder)
      throws CannotRunException, LoadException, FormatException {
    if (request.model().isPresent() || isNamedBy(request.place(), List.of())) {
      return List.of();
    }
    GrpcModels listed = GrpcModels.at(address, options(GRPC, request, folder));
    if (listed.isSilent()) {
      throw new CannotRunException(
          "%s cannot be reached: %s".formatted(request.place(), listed.failure()));
    }
    if (listed.names().isEmpty()) {
      throw new CannotRunException(
          "%s speaks gRPC, which needs the model's name, and lists none (RepositoryIndex: %s); name it with --model NAME"
              .formatted(
                  request.place(), listed.failure().isEmpty() ? "no models" : listed.failure()));
    }
    String evidence = "RepositoryIndex: " + String.join(", ", listed.names());
    return List.of(new Detected(GRPC, listed.names(), List.of(evidence), Description.EMPTY));
  }

  /**
   * What a model behind OpenAI's API is for, no list tells: the first task that it does not refuse,
   * beginning with what it was taken for.
   */
  private static Found answering(
      Found guessed, ModelRequest request, Path folder, List<Detected> spoken)
      throws CannotRunException, LoadException, FormatException {
    List<Found> tasks = new ArrayList<>(List.of(guessed));
    for (String word : Protocols.words()) {
      if (word.startsWith(OPENAI) && !word.equals(guessed.protocol())) {
        tasks.add(found(request, folder, word, spoken));
      }
    }
    for (Found found : tasks) {
      try (Target target = Targets.provider(found.spec().type()).open(found.spec())) {
        target.predict(Case.of("word", Input.of(Map.of("prompt", WORD))));
        return found;
      } catch (PredictionException e) {
        if (e.reason() != PredictionException.Reason.BAD_INPUT) {
          return found;
        }
      }
    }
    return guessed;
  }

  private static Found found(
      ModelRequest request, Path folder, String protocol, List<Detected> spoken)
      throws CannotRunException, FormatException {
    List<String> models = models(spoken);
    boolean told = isNamedBy(request.place(), models);
    Optional<String> model =
        told ? Optional.empty() : request.model().or(() -> models.stream().findFirst());
    if (!told && model.isEmpty() && !NAMELESS.contains(protocol)) {
      throw new CannotRunException(
          "%s speaks %s, which needs the model's name, and lists none; name it with --model NAME"
              .formatted(request.place(), protocol));
    }
    TargetYaml yaml = new TargetYaml(protocol.equals(GRPC) ? GRPC : "http", request.place());
    if (!protocol.equals(GRPC)) {
      yaml.with(PROTOCOL, protocol);
    }
    model.ifPresent(name -> yaml.with(NAME, name));
    String text = yaml.with(request.options()).text();
    Optional<Detected> detected = spoken.stream().findFirst();
    List<String> remarks =
        detected.map(d -> d.description().remarks()).map(List::copyOf).orElse(List.of());
    return new Found(
        Suites.target(folder, text),
        text,
        protocol,
        model,
        models,
        detected.map(Detected::evidence).orElse(List.of()),
        spoken.stream().skip(1).map(Detected::protocol).toList(),
        remarks);
  }

  /**
   * The names by the first protocol that lists any: OpenVINO has a list only for that of TensorFlow
   * Serving, DJL Serving only under its own.
   */
  private static List<String> models(List<Detected> spoken) {
    return spoken.stream()
        .map(Detected::models)
        .filter(names -> !names.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  /** True if the address itself ends in a model's path. */
  private static boolean isNamedBy(String place, List<String> models) {
    String path = String.valueOf(URI.create(place).getPath());
    return path.matches(".*/(models|predictions)/[^/]+.*")
        || (place.startsWith(GRPC) && path.length() > 1)
        || models.stream().anyMatch(name -> path.endsWith("/" + name));
  }

  /** The options as an adapter reads them. */
  private static Map<String, String> options(String type, ModelRequest request, Path folder)
      throws FormatException {
    String yaml = new TargetYaml(type, request.place()).with(request.options()).text();
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
    return told.inputs().isEmpty() && protocol.startsWith(OPENAI)
        ? new Signature(List.of(Slot.of("prompt", DType.STRING, List.of())))
        : told;
  }

  /** True if the protocol tells the types of outputs, or the user did. */
  boolean tellsTypes() {
    Map<String, String> options = spec.options();
    return protocol.equals(GRPC)
        || protocol.equals("kserve-v2")
        || options.containsKey("types")
        || options.getOrDefault("outputs", "").contains("\"dtype\"");
  }

  /** The name of an input of which rows hold the values alone, as models of tables take them. */
  String exampleInput() {
    return switch (protocol) {
      case "kserve-v1", "tf-serving" -> "instances";
      case "mlflow" -> "inputs";
      case "torchserve", "djl-serving", "sagemaker" -> "body";
      case "kserve-v2" -> "input-0";
      default -> "x";
    };
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

package dev.canary.http;

import dev.canary.http.protocol.Protocols;
import dev.canary.suite.Place;
import dev.canary.suite.Reset;
import dev.canary.suite.TargetSpec;
import dev.canary.target.LoadException;
import dev.canary.target.Nonce;
import dev.canary.target.Option;
import dev.canary.target.Target;
import dev.canary.target.TargetProvider;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Targets of type {@code http}: a model behind a server, spoken to in the server's protocol. */
public final class HttpProvider implements TargetProvider {
  private static final String PROTOCOL = "protocol";
  private static final String NAME = "name";
  private static final String NONCE = "nonce";

  /** Protocols that put the model's name into every request. */
  private static final Set<String> NAMED =
      Set.of(
          "kserve-v2",
          "kserve-v1",
          "tf-serving",
          "torchserve",
          "djl-serving",
          "openai-chat",
          "openai-completions",
          "openai-embeddings");

  private final Function<String, Optional<String>> environment;

  /** Looks secrets up in this process's environment. */
  public HttpProvider() {
    this(name -> Optional.ofNullable(System.getenv(name)));
  }

  HttpProvider(Function<String, Optional<String>> environment) {
    this.environment = environment;
  }

  @Override
  public String type() {
    return "http";
  }

  @Override
  public List<Option> options() {
    Set<String> own = own().stream().map(Option::key).collect(Collectors.toSet());
    return Stream.concat(
            own().stream(), Protocols.options().stream().filter(o -> !own.contains(o.key())))
        .toList();
  }

  /** What holds for every protocol. */
  private static List<Option> own() {
    List<Option> own = new ArrayList<>();
    own.add(Option.word(PROTOCOL, Protocols.words()));
    own.add(Option.of(NAME, Option.Kind.TEXT));
    own.add(Option.word(NONCE, Nonce.words()));
    own.addAll(Manners.OPTIONS);
    own.addAll(Credentials.OPTIONS);
    return own;
  }

  /** What is left for the protocol. */
  private static Map<String, String> withoutOwn(Map<String, String> options) {
    Map<String, String> left = new LinkedHashMap<>(options);
    own().forEach(option -> left.remove(option.key()));
    return left;
  }

  @Override
  public boolean runsNativeCode(TargetSpec spec) {
    return false;
  }

  /** None: a server's state is not the prober's to clear. */
  @Override
  public List<Reset> resets(TargetSpec spec) {
    return List.of();
  }

  /** Connects to nothing: whether a server is there is for a replay to find out. */
  @Override
  public Target open(TargetSpec spec) throws LoadException {
    Setup setup = setup(spec);
    Wires wires = new Wires(new WireOpener(setup.address().base(), setup.manners()));
    return new HttpTarget(setup, wires, Ticks.SYSTEM);
  }

  private Setup setup(TargetSpec spec) throws LoadException {
    Map<String, String> options = new LinkedHashMap<>(spec.options());
    String word = options.get(PROTOCOL);
    if (word == null) {
      throw new LoadException(
          "target.protocol is missing; allowed are " + String.join(", ", Protocols.words()));
    }
    if (!(spec.reset() instanceof Reset.None)) {
      throw new LoadException(
          "target.reset is \"%s\"; a server has none".formatted(spec.reset().label()));
    }
    Address address = Address.of(word, only(spec));
    String name = name(word, options, address);
    for (Map.Entry<String, String> implied : address.implied().entrySet()) {
      String given = options.putIfAbsent(implied.getKey(), implied.getValue());
      if (given != null && !given.equals(implied.getValue())) {
        throw new LoadException(
            "target.%s is \"%s\" and target.model names \"%s\""
                .formatted(implied.getKey(), given, implied.getValue()));
      }
    }
    return new Setup(
        word,
        Protocols.of(word, withoutOwn(options), name),
        address,
        Optional.of(name).filter(n -> !n.isEmpty()),
        spec.version(),
        Manners.of(options),
        Credentials.of(options, environment),
        Nonce.of(options.getOrDefault(NONCE, "none")));
  }

  private static URI only(TargetSpec spec) throws LoadException {
    if (!(spec.place() instanceof Place.Server server)) {
      throw new LoadException(
          "target.model needs an address as in http://host:8000, found a file: "
              + spec.place().text());
    }
    if (server.addresses().size() > 1) {
      throw new LoadException(
          "target.model names %d addresses; each is a target of its own"
              .formatted(server.addresses().size()));
    }
    return server.addresses().get(0);
  }

  private static String name(String word, Map<String, String> options, Address address)
      throws LoadException {
    Optional<String> named = Optional.ofNullable(options.get(NAME));
    if (named.isPresent() && address.model().isPresent() && !named.equals(address.model())) {
      throw new LoadException(
          "target.name is \"%s\" and target.model names \"%s\""
              .formatted(named.get(), address.model().get()));
    }
    Optional<String> name = named.or(address::model);
    if (name.isEmpty() && NAMED.contains(word)) {
      throw new LoadException(
          "target.name is missing: the model's name on the server (%s)".formatted(word));
    }
    return name.orElse("");
  }
}

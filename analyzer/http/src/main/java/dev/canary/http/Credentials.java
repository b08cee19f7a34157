package dev.canary.http;

import dev.canary.format.FormatException;
import dev.canary.format.Mask;
import dev.canary.format.Problem;
import dev.canary.format.Secret;
import dev.canary.http.wire.TlsSettings;
import dev.canary.target.Headers;
import dev.canary.target.LoadException;
import dev.canary.target.Option;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The credentials that a suite names, and where each is kept. Nothing is looked up but by {@link
 * #held}, so that a secret that was replaced counts from the next replay on.
 */
final class Credentials {
  /** What suite.yaml may say. */
  static final List<Option> OPTIONS =
      List.of(
          Option.of("auth.bearer", Option.Kind.SECRET),
          Option.of("auth.basic.user", Option.Kind.SECRET),
          Option.of("auth.basic.password", Option.Kind.SECRET),
          Option.of("auth.header.name", Option.Kind.TEXT),
          Option.of("auth.header.value", Option.Kind.SECRET),
          Option.of("auth.oauth2.tokenUrl", Option.Kind.TEXT),
          Option.of("auth.oauth2.clientId", Option.Kind.SECRET),
          Option.of("auth.oauth2.clientSecret", Option.Kind.SECRET),
          Option.of("auth.oauth2.scope", Option.Kind.TEXT),
          Option.of("tls.ca", Option.Kind.SECRET),
          Option.of("tls.certificate", Option.Kind.SECRET),
          Option.of("tls.key", Option.Kind.SECRET),
          Option.word("tls.verify", List.of("on", "off")));

  private static final String AUTHORIZATION = "Authorization";
  private static final String HEADER_NAME = "auth.header.name";
  private static final String TOKEN_URL = "auth.oauth2.tokenUrl";

  /** Settings of which each makes no sense without the others. */
  private static final List<Set<String>> TOGETHER =
      List.of(
          Set.of("auth.basic.user", "auth.basic.password"),
          Set.of(HEADER_NAME, "auth.header.value"),
          Set.of(TOKEN_URL, "auth.oauth2.clientId", "auth.oauth2.clientSecret"),
          Set.of("tls.certificate", "tls.key"));

  private final Map<String, String> options;
  private final Function<String, Optional<String>> environment;

  private Credentials(Map<String, String> options, Function<String, Optional<String>> environment) {
    this.options = options;
    this.environment = environment;
  }

  /**
   * The credentials among a target's options.
   *
   * @param environment the variables that references name
   * @throws LoadException if they are incomplete, or more than one way to authenticate is named
   */
  static Credentials of(Map<String, String> options, Function<String, Optional<String>> environment)
      throws LoadException {
    for (Set<String> group : TOGETHER) {
      List<String> missing =
          group.stream().filter(key -> !options.containsKey(key)).sorted().toList();
      if (!missing.isEmpty() && missing.size() < group.size()) {
        throw new LoadException("target.%s is missing".formatted(missing.get(0)));
      }
    }
    Set<String> ways =
        options.keySet().stream()
            .filter(key -> key.startsWith("auth."))
            .map(key -> key.split("\\.", -1)[1])
            .collect(Collectors.toCollection(TreeSet::new));
    if (ways.size() > 1) {
      throw new LoadException("target.auth needs one way to authenticate, found " + ways);
    }
    if (ways.contains("oauth2") && !options.containsKey(TOKEN_URL)) {
      throw new LoadException("target.%s is missing".formatted(TOKEN_URL));
    }
    if (!isAddress(options.getOrDefault(TOKEN_URL, "https://host"))) {
      throw new LoadException(
          "target.%s needs an address as in https://host/token".formatted(TOKEN_URL));
    }
    if (!Headers.isName(options.getOrDefault(HEADER_NAME, "X"))) {
      throw new LoadException("target.%s is no name of a header".formatted(HEADER_NAME));
    }
    return new Credentials(options, environment);
  }

  private static boolean isAddress(String text) {
    try {
      URI uri = new URI(text);
      boolean isHttp = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      return isHttp && uri.getHost() != null && uri.getRawUserInfo() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /**
   * The secrets as they are now.
   *
   * @throws FormatException naming the option and the variable or file that is missing or holds
   *     what a header cannot carry, never its content
   */
  Held held() throws FormatException {
    Mask mask = new Mask();
    Optional<Held.Header> header = bearer(mask);
    if (header.isEmpty()) {
      header = basic(mask);
    }
    if (header.isEmpty()) {
      header = own(mask);
    }
    return new Held(header, grant(mask), tls(mask), mask);
  }

  private Optional<Held.Header> bearer(Mask mask) throws FormatException {
    Optional<String> token = reveal("auth.bearer", mask);
    return token.map(text -> new Held.Header(AUTHORIZATION, "Bearer " + text));
  }

  /** RFC 7617. */
  private Optional<Held.Header> basic(Mask mask) throws FormatException {
    Optional<String> user = reveal("auth.basic.user", mask);
    Optional<String> password = reveal("auth.basic.password", mask);
    if (user.isEmpty() || password.isEmpty()) {
      return Optional.empty();
    }
    String pair = base64(user.get() + ":" + password.get());
    mask.hide(pair);
    return Optional.of(new Held.Header(AUTHORIZATION, "Basic " + pair));
  }

  private Optional<Held.Header> own(Mask mask) throws FormatException {
    Optional<String> value = reveal("auth.header.value", mask);
    return value.map(text -> new Held.Header(options.getOrDefault(HEADER_NAME, ""), text));
  }

  private Optional<Held.Grant> grant(Mask mask) throws FormatException {
    Optional<String> id = reveal("auth.oauth2.clientId", mask);
    Optional<String> secret = reveal("auth.oauth2.clientSecret", mask);
    return id.isEmpty() || secret.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Held.Grant(
                options.getOrDefault(TOKEN_URL, ""),
                id.get(),
                secret.get(),
                Optional.ofNullable(options.get("auth.oauth2.scope"))));
  }

  private Held.Tls tls(Mask mask) throws FormatException {
    return new Held.Tls(
        text("tls.ca"),
        text("tls.certificate"),
        reveal("tls.key", mask),
        options.getOrDefault("tls.verify", "on").equals("off")
            ? TlsSettings.Verification.OFF
            : TlsSettings.Verification.ON);
  }

  /** What is looked up and goes into headers, or is a key. */
  private Optional<String> reveal(String key, Mask mask) throws FormatException {
    Optional<String> text = text(key);
    if (text.isPresent()) {
      mask.hide(text.get());
    }
    if (text.isPresent() && key.startsWith("auth.") && !isUsable(text.get())) {
      throw new FormatException(new Problem("", 0, key + " is empty or not printable ASCII", ""));
    }
    return text;
  }

  private static boolean isUsable(String text) {
    return !text.isBlank() && Headers.isValue(text);
  }

  private Optional<String> text(String key) throws FormatException {
    String template = options.get(key);
    return template == null
        ? Optional.empty()
        : Optional.of(Secret.of(key, template).reveal(environment));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}

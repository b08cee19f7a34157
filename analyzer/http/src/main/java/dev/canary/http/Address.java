package dev.canary.http;

import dev.canary.target.LoadException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server is and which of its models is meant.
 *
 * @param base scheme, host, port and the path in front of the protocol's own; without a slash at
 *     its end
 * @param model the model's name on the server; empty if the address names none
 * @param implied what the address says in the place of a protocol's option: {@code modelVersion} or
 *     {@code label}
 */
record Address(URI base, Optional<String> model, Map<String, String> implied) {
  private static final String NAME = "/([^/:]+)";
  private static final String VERSION = "(?:/(versions|labels)/([^/:]+))?";

  /** Per protocol, how an address may end: name, kind of version, version. */
  private static final List<Ending> ENDINGS =
      List.of(
          new Ending("kserve-v2", "/v2(?:/models" + NAME + VERSION + "(?:/infer|/ready)?)?"),
          new Ending("kserve-v1", "/v1(?:/models" + NAME + "(?::predict)?)?"),
          new Ending("tf-serving", "/v1(?:/models" + NAME + VERSION + "(?::predict)?)?"),
          new Ending("torchserve", "/predictions" + NAME + "(?:/()([^/]+))?"),
          new Ending("djl-serving", "/predictions" + NAME + "(?:/()([^/]+))?"),
          new Ending("mlflow", "/invocations"),
          new Ending("sagemaker", "/invocations"),
          new Ending("openai-chat", "/v1(?:/chat/completions)?"),
          new Ending("openai-completions", "/v1(?:/completions)?"),
          new Ending("openai-embeddings", "/v1(?:/embeddings)?"));

  private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\..*|\\[::1]");
  private static final Set<String> SCHEMES = Set.of("http", "https");

  private record Ending(String protocol, String pattern) {
    Matcher in(String path) {
      return Pattern.compile("(.*)" + pattern).matcher(path);
    }
  }

  /**
   * An address as a protocol's own documentation writes it, with or without the model.
   *
   * @throws LoadException if it is no address of HTTP, or has a query or a fragment
   */
  static Address of(String protocol, URI uri) throws LoadException {
    String scheme = String.valueOf(uri.getScheme());
    if (!SCHEMES.contains(scheme) || uri.getHost() == null || uri.getRawUserInfo() != null) {
      throw new LoadException(
          "target.model needs an address as in http://host:8000, found scheme \"" + scheme + '"');
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new LoadException("target.model needs an address without ? and #");
    }
    String path = String.valueOf(uri.getRawPath()).replaceAll("/+$", "");
    for (Ending ending : ENDINGS) {
      Matcher matcher = ending.in(path);
      if (ending.protocol().equals(protocol) && matcher.matches()) {
        return new Address(with(uri, matcher.group(1)), group(matcher, 2), implied(matcher));
      }
    }
    return new Address(with(uri, path), Optional.empty(), Map.of());
  }

  private static Map<String, String> implied(Matcher matcher) {
    String key = group(matcher, 3).filter("labels"::equals).isPresent() ? "label" : "modelVersion";
    return group(matcher, 4).map(version -> Map.of(key, version)).orElse(Map.of());
  }

  private static Optional<String> group(Matcher matcher, int number) {
    return number > matcher.groupCount()
        ? Optional.empty()
        : Optional.ofNullable(matcher.group(number))
            .filter(text -> !text.isEmpty())
            .map(text -> URI.create("/" + text).getPath().substring(1));
  }

  private static URI with(URI uri, String path) {
    return URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + path);
  }

  /** Host and port, for messages. */
  String host() {
    return base.getRawAuthority();
  }

  /** True if what is sent there can be read on the way. */
  boolean isOpen() {
    return base.getScheme().equals("http") && !LOOPBACK.matcher(base.getHost()).matches();
  }
}

package dev.canary.grpc;

import dev.canary.target.LoadException;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where one server listens.
 *
 * @param host a name or an IP address
 * @param port from 1 to 65535
 * @param scheme whether the connection is encrypted
 * @param model the model's name, where the address ends in one
 */
record Address(String host, int port, Scheme scheme, Optional<String> model) {
  /** What an address may look like, for messages. */
  static final String FORMS = "grpc://host:port[/model], grpcs://host:port[/model]";

  private static final int LAST_PORT = 65_535;
  private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\..*|\\[::1]");

  /** How bytes travel to the server. */
  enum Scheme {
    /** As they are. */
    PLAIN,
    /** Over TLS. */
    TLS
  }

  /**
   * The address that a suite names.
   *
   * @throws LoadException if it is none of {@link #FORMS}
   */
  static Address of(URI uri) throws LoadException {
    Scheme scheme =
        switch (String.valueOf(uri.getScheme())) {
          case "grpc" -> Scheme.PLAIN;
          case "grpcs" -> Scheme.TLS;
          default -> throw bad(uri, "its scheme is neither grpc nor grpcs");
        };
    if (uri.getRawUserInfo() != null) {
      // Not quoted: what stands there is a password.
      throw new LoadException(
          "target.model holds user information; allowed are " + FORMS + "; see target.auth.basic");
    }
    if (uri.getHost() == null || uri.getPort() < 1 || uri.getPort() > LAST_PORT) {
      throw bad(uri, "it names no host and port");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw bad(uri, "it goes on after the model");
    }
    return new Address(uri.getHost(), uri.getPort(), scheme, model(uri));
  }

  private static Optional<String> model(URI uri) throws LoadException {
    String path = String.valueOf(uri.getPath()).replaceFirst("^/", "");
    if (path.contains("/")) {
      throw bad(uri, "it goes on after the model");
    }
    return Optional.of(path).filter(name -> !name.isEmpty());
  }

  private static LoadException bad(URI uri, String why) {
    return new LoadException("target.model is %s: %s; allowed are %s".formatted(uri, why, FORMS));
  }

  /** True if what is sent there can be read on the way. */
  boolean isOpen() {
    return scheme == Scheme.PLAIN && !LOOPBACK.matcher(host).matches();
  }

  /** Host and port, as in {@code 127.0.0.1:8001}. */
  @Override
  public String toString() {
    return host + ":" + port;
  }
}

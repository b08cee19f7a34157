package dev.canary.format;

import java.util.List;
import java.util.Optional;

/**
 * Where the page and the metrics are served.
 *
 * @param host the address to listen on
 * @param port the port; 0 takes a free one
 * @param token what whoever changes something must show; without one the page only shows
 * @param tls encryption of the port; without it the port speaks plain HTTP
 * @param names of the hosts that it may be asked as, beside addresses and {@code localhost}; where
 *     there are none, a port for this machine alone answers to no other name, and any other port to
 *     all of them
 */
public record HttpSettings(
    String host, int port, Optional<Secret> token, Optional<Tls> tls, List<String> names) {
  /** This machine only. */
  public static final String DEFAULT_HOST = "127.0.0.1";

  /** The port when none is named. */
  public static final int DEFAULT_PORT = 8350;

  /** What holds when nothing is said. */
  public static final HttpSettings DEFAULT = new HttpSettings(DEFAULT_HOST, DEFAULT_PORT);

  public HttpSettings {
    names = List.copyOf(names);
  }

  /** A port that only shows, without encryption. */
  public HttpSettings(String host, int port) {
    this(host, port, Optional.empty(), Optional.empty(), List.of());
  }

  /**
   * Who the server is, as PEM text (RFC 7468).
   *
   * @param certificate with those that vouch for it
   * @param key of the certificate, PKCS#8 and not encrypted
   */
  public record Tls(Secret certificate, Secret key) {}
}

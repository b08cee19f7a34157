package dev.canary.format;

import java.util.Optional;

/**
 * Where the page and the metrics are served.
 *
 * @param host the address to listen on
 * @param port the port; 0 takes a free one
 * @param token what whoever changes something must show; without one the page only shows
 * @param tls encryption of the port; without it the port speaks plain HTTP
 */
public record HttpSettings(String host, int port, Optional<Secret> token, Optional<Tls> tls) {
  /** This machine only. */
  public static final String DEFAULT_HOST = "127.0.0.1";

  /** The port when none is named. */
  public static final int DEFAULT_PORT = 8350;

  /** What holds when nothing is said. */
  public static final HttpSettings DEFAULT = new HttpSettings(DEFAULT_HOST, DEFAULT_PORT);

  /** A port that only shows, without encryption. */
  public HttpSettings(String host, int port) {
    this(host, port, Optional.empty(), Optional.empty());
  }

  /**
   * Who the server is, as PEM text (RFC 7468).
   *
   * @param certificate with those that vouch for it
   * @param key of the certificate, PKCS#8 and not encrypted
   */
  public record Tls(Secret certificate, Secret key) {}
}

package dev.canary.target;

import java.util.Optional;

/**
 * Access tokens by OAuth 2.0 client credentials (RFC 6749 section 4.4), for targets that speak no
 * HTTP themselves: each is fetched when one is needed and kept until shortly before it expires.
 * Thread-safe.
 */
public interface AccessTokens extends AutoCloseable {
  /**
   * What fetches a token. Shows no secret.
   *
   * @param tokenUrl of the token's server, {@code https} or {@code http}
   * @param ca certificates that this server may be vouched for by, as PEM; empty: those that Java
   *     trusts
   * @param certificate shown to this server where it asks for one, as PEM; with its key
   * @param key of the certificate, as PEM
   */
  record Grant(
      String tokenUrl,
      String clientId,
      String clientSecret,
      Optional<String> scope,
      Optional<String> ca,
      Optional<String> certificate,
      Optional<String> key) {
    @Override
    public String toString() {
      return tokenUrl + ": ***";
    }
  }

  /**
   * A token that is believed to be good.
   *
   * @throws LoadException if the token's server gives none, in one line without a secret
   */
  String get(Grant grant) throws LoadException;

  /** A token that a server refused: the next one is fetched anew. */
  void refused(String token);

  @Override
  void close();
}

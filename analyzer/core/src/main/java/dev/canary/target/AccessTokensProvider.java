package dev.canary.target;

import java.time.Duration;

/** Opens what fetches access tokens; found through {@link java.util.ServiceLoader}. */
public interface AccessTokensProvider {
  /**
   * Connects to nothing yet.
   *
   * @param connect how long a connection to the token's server may take
   * @param total how long a token may take in all
   */
  AccessTokens open(Duration connect, Duration total);
}

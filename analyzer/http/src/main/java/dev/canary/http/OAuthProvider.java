package dev.canary.http;

import dev.canary.http.wire.WireSettings;
import dev.canary.target.AccessTokens;
import dev.canary.target.AccessTokensProvider;
import dev.canary.target.Headers;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;

/** Fetches access tokens over HTTP for targets that speak something else. */
public final class OAuthProvider implements AccessTokensProvider {
  @Override
  public AccessTokens open(Duration connect, Duration total) {
    return new OAuthTokens(
        new Manners(
            1,
            OptionalDouble.empty(),
            new WireSettings.Timeouts(connect, total, total, total),
            Manners.MAX_ANSWER_BYTES,
            new Headers(Map.of()),
            Manners.BACK_OFF,
            0));
  }
}

package dev.canary.http;

import dev.canary.format.Mask;
import dev.canary.http.json.Json;
import dev.canary.http.json.JsonReader;
import dev.canary.http.json.Quote;
import dev.canary.http.wire.WireAnswer;
import dev.canary.http.wire.WireException;
import dev.canary.http.wire.WireRequest;
import dev.canary.target.Headers;
import dev.canary.target.Mark;
import dev.canary.target.PredictionException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Access tokens by OAuth 2.0 client credentials (RFC 6749 section 4.4), fetched when one is needed
 * and kept until shortly before they expire. Thread-safe: who needs one while it is being fetched
 * waits for it.
 */
final class Tokens {
  private static final double SKEW_SHARE = 0.1;
  private static final double MOST_SKEW_SECONDS = 30;

  private final Ticks ticks;
  private Optional<Held.Grant> grant = Optional.empty();
  private String token = "";
  private long expires;

  Tokens(Ticks ticks) {
    this.ticks = ticks;
  }

  /** The token could not be had; the message quotes no secret that the mask knows. */
  static final class TokenException extends Exception {
    private static final long serialVersionUID = 1L;

    TokenException(String message) {
      super(message);
    }
  }

  /**
   * A token that is believed to be good.
   *
   * @param sender reaches the token's server
   * @throws TokenException if that server gives none
   */
  synchronized String get(Held.Grant wanted, Sender sender, Mask mask) throws TokenException {
    boolean known = grant.equals(Optional.of(wanted)) && !token.isEmpty();
    if (!known || ticks.nanos() - expires >= 0) {
      fetch(wanted, sender, mask);
    }
    mask.hide(token);
    return token;
  }

  /** A token that a server refused; the next one is fetched, unless it is another one already. */
  synchronized void refused(String bad) {
    if (token.equals(bad)) {
      token = "";
    }
  }

  private void fetch(Held.Grant wanted, Sender sender, Mask mask) throws TokenException {
    token = "";
    grant = Optional.of(wanted);
    long asked = ticks.nanos();
    String pair = base64(encoded(wanted.clientId()) + ":" + encoded(wanted.clientSecret()));
    mask.hide(pair);
    WireAnswer answer;
    try {
      answer = sender.send(request(wanted, pair));
    } catch (WireException e) {
      throw new TokenException("no token: " + mask.text(String.valueOf(e.getMessage())));
    }
    if (!answer.isOk()) {
      String said = Quote.start(MaskedAnswer.of(mask, answer).text());
      throw new TokenException(
          "no token: the token's server answered %d: %s".formatted(answer.status(), said));
    }
    read(answer, asked);
  }

  private void read(WireAnswer answer, long asked) throws TokenException {
    Json json;
    try {
      json = JsonReader.read(answer.body());
    } catch (PredictionException e) {
      // The reader's message quotes the body, which holds a token in whatever form.
      throw new TokenException("no token: the answer of the token's server is not JSON");
    }
    token =
        json.member("access_token")
            .flatMap(Json::text)
            .filter(text -> !text.isBlank() && Headers.isValue(text))
            .orElseThrow(
                () -> new TokenException("no token: the answer holds no usable access_token"));
    double seconds =
        json.member("expires_in").flatMap(Json::spelling).flatMap(Tokens::number).orElse(0.0);
    double usable = seconds - Math.min(seconds * SKEW_SHARE, MOST_SKEW_SECONDS);
    expires = seconds > 0 ? asked + (long) (usable * TimeUnit.SECONDS.toNanos(1)) : Long.MAX_VALUE;
  }

  private static Optional<Double> number(String text) {
    try {
      return Optional.of(Double.parseDouble(text)).filter(Double::isFinite);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static WireRequest request(Held.Grant wanted, String pair) {
    String body =
        "grant_type=client_credentials"
            + wanted.scope().map(scope -> "&scope=" + encoded(scope)).orElse("");
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Authorization", "Basic " + pair);
    headers.put("Content-Type", "application/x-www-form-urlencoded");
    headers.put("Accept", "application/json");
    headers.put("User-Agent", Mark.PROBER);
    return new WireRequest("POST", wanted.tokenUrl(), headers, utf8(body));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(utf8(text));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "tokens, not shown";
  }
}

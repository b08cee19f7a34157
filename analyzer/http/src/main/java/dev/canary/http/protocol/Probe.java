package dev.canary.http.protocol;

import dev.canary.http.json.Json;
import dev.canary.http.json.JsonReader;
import dev.canary.http.json.Quote;
import dev.canary.http.wire.WireAnswer;
import dev.canary.http.wire.WireRequest;
import dev.canary.target.PredictionException;
import dev.canary.target.Sign;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Health endpoints as most servers have them: the status is the truth, whatever the body is, unless
 * a JSON boolean in it says no.
 */
final class Probe {
  private static final List<String> FLAGS = List.of("ready", "live", "healthy");

  private Probe() {}

  /** A question that a success answers with yes. */
  static Question status(String path) {
    return new Question(WireRequest.get(path), answer -> status(path, answer));
  }

  /**
   * The same, of an endpoint whose yes proves little.
   *
   * @param caveat what it does not prove, after the reason of a yes
   */
  static Question status(String path, String caveat) {
    return new Question(WireRequest.get(path), answer -> but(status(path, answer), caveat));
  }

  /** A yes with what it does not prove. */
  static Sign but(Sign sign, String caveat) {
    return sign.says() == Sign.Says.YES ? Sign.yes(sign.reason() + "; " + caveat) : sign;
  }

  /** What the status of an answer means. */
  static Sign status(String path, WireAnswer answer) {
    String said = said(path, answer);
    if (!answer.isOk()) {
      return Sign.no(said + ErrorText.of(answer).map(text -> ": " + text).orElse(""));
    }
    Optional<String> page = HtmlPage.told(answer);
    if (page.isPresent()) {
      return Sign.nothing(said + " with " + page.get());
    }
    return isDenied(answer) ? Sign.no(said + ": " + Quote.start(answer.text())) : Sign.yes(said);
  }

  /**
   * A question that anything answers with yes but a server error, which a gateway in front of a
   * dead server gives as well.
   */
  static Question anything(String path) {
    return new Question(
        WireRequest.get(path),
        answer ->
            answer.status() < 500 ? Sign.yes(said(path, answer)) : Sign.no(said(path, answer)));
  }

  /** What was asked and the status of the answer. */
  static String said(String path, WireAnswer answer) {
    return "GET %s: %d".formatted(path, answer.status());
  }

  /** A success as JSON; empty for everything else. */
  static Optional<Json> json(WireAnswer answer) {
    return answer.isOk() ? parsed(answer) : Optional.empty();
  }

  /** An answer of any status as JSON; empty if it is none. */
  static Optional<Json> parsed(WireAnswer answer) {
    try {
      return Optional.of(JsonReader.read(answer.body()));
    } catch (PredictionException e) {
      return Optional.empty();
    }
  }

  /** A name as one segment of a path. */
  static String segment(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static boolean isDenied(WireAnswer answer) {
    Optional<Json> json = json(answer);
    return json.isPresent()
        && (isFalse(json.get())
            || FLAGS.stream()
                .anyMatch(f -> json.get().member(f).filter(Probe::isFalse).isPresent()));
  }

  private static boolean isFalse(Json json) {
    // Old releases of KServe write the word of Python in quotes.
    return json.spelling().filter(s -> s.toLowerCase(Locale.ROOT).equals("false")).isPresent();
  }
}

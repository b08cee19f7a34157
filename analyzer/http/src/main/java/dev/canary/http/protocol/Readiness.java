package dev.canary.http.protocol;

import dev.canary.http.json.Json;
import dev.canary.http.json.Quote;
import dev.canary.http.wire.WireAnswer;
import dev.canary.http.wire.WireRequest;
import dev.canary.target.LoadException;
import dev.canary.target.Sign;
import java.util.Optional;

/**
 * The option {@code ready} of a server without a protocol: a path that answers with success, or
 * {@code {path, status, pointer, equals}} for another status or for a value in a JSON answer.
 *
 * @param path that is asked
 * @param status that is expected; empty for any success
 * @param place of a value in the answer
 * @param value that is expected there
 */
record Readiness(
    String path, Optional<Integer> status, Optional<Pointer> place, Optional<String> value) {

  /** As the option says. */
  static Optional<Readiness> of(Settings settings) throws LoadException {
    Optional<Json> option = settings.json("ready");
    if (option.isEmpty()) {
      return Optional.empty();
    }
    Json json = option.get();
    Optional<String> path = json.text().or(() -> json.member("path").flatMap(Json::text));
    Optional<String> status = json.member("status").flatMap(Json::spelling);
    Optional<String> pointer = json.member("pointer").flatMap(Json::text);
    Optional<String> equals = json.member("equals").flatMap(Json::spelling);
    boolean whole = status.isEmpty() || status.get().matches("[1-5]\\d\\d");
    if (path.isEmpty() || !whole || pointer.isPresent() != equals.isPresent()) {
      throw new LoadException(
          "target.ready is %s where a path or {path, status, pointer, equals} belongs"
              .formatted(json.found()));
    }
    return Optional.of(
        new Readiness(
            path.get().replaceFirst("^/+", ""),
            status.map(Integer::parseInt),
            pointer.isPresent()
                ? Optional.of(Pointer.of("ready.pointer", pointer.get()))
                : Optional.empty(),
            equals));
  }

  /** What is asked and how the answer is read. */
  Question question() {
    return new Question(WireRequest.get(path), this::read);
  }

  private Sign read(WireAnswer answer) {
    String said = Probe.said(path, answer);
    if (status.isPresent() && status.get() != answer.status()) {
      return Sign.no(said + " where " + status.get() + " is expected");
    }
    Sign sign = status.isPresent() ? Sign.yes(said) : Probe.status(path, answer);
    if (place.isEmpty() || sign.says() != Sign.Says.YES) {
      return sign;
    }
    Optional<String> found =
        Probe.parsed(answer).flatMap(json -> place.get().in(json)).flatMap(Json::spelling);
    String reason =
        "%s with %s at %s".formatted(said, found.map(Quote::start).orElse("nothing"), place.get());
    return found.equals(value) ? Sign.yes(reason) : Sign.no(reason);
  }
}

package dev.canary.http.protocol;

import dev.canary.http.json.Json;
import dev.canary.http.json.Quote;
import dev.canary.http.wire.WireAnswer;
import dev.canary.http.wire.WireRequest;
import dev.canary.target.Sign;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The states of a model's versions as TensorFlow Serving tells them, with status 200 whatever they
 * are (apis/get_model_status.proto; g3doc/api_rest.md, Model status API).
 */
record TfStatus(List<Version> versions) {
  private static final String AVAILABLE = "AVAILABLE";
  private static final String OK = "OK";

  TfStatus {
    versions = List.copyOf(versions);
  }

  /**
   * One version.
   *
   * @param state UNKNOWN, START, LOADING, AVAILABLE, UNLOADING or END
   * @param error what kept it from becoming available; OK for nothing
   */
  record Version(String version, String state, String error, String message) {
    boolean isAvailable() {
      return state.equals(AVAILABLE) && error.equals(OK);
    }

    @Override
    public String toString() {
      String why = error.equals(OK) ? "" : " (" + error + ": " + Quote.line(message) + ")";
      return "version %s is %s%s".formatted(version, state, why);
    }
  }

  /**
   * Asks for the states whether the model is ready.
   *
   * @param otherwise what an answer without states says
   */
  static Question question(String path, Function<WireAnswer, Sign> otherwise) {
    return new Question(
        WireRequest.get(path),
        answer ->
            of(answer)
                .map(status -> status.sign(Probe.said(path, answer)))
                .orElseGet(() -> otherwise.apply(answer)));
  }

  /** The states in an answer; empty if it tells none. */
  static Optional<TfStatus> of(WireAnswer answer) {
    Optional<Json> list = Probe.json(answer).flatMap(j -> j.member("model_version_status"));
    if (list.isEmpty()) {
      return Optional.empty();
    }
    List<Version> versions = new ArrayList<>();
    for (Json entry : list.get().elements()) {
      Optional<Json> status = entry.member("status");
      versions.add(
          new Version(
              entry.member("version").flatMap(Json::spelling).orElse("unknown"),
              entry.member("state").flatMap(Json::text).orElse("UNKNOWN"),
              status.flatMap(s -> s.member("error_code")).flatMap(Json::spelling).orElse(OK),
              status.flatMap(s -> s.member("error_message")).flatMap(Json::text).orElse("")));
    }
    return Optional.of(new TfStatus(versions));
  }

  /**
   * Ready if some version is available.
   *
   * @param said what was asked and answered
   */
  private Sign sign(String said) {
    List<String> all = versions.stream().map(Version::toString).toList();
    String reason = said + ": " + (all.isEmpty() ? "no version" : String.join(", ", all));
    return versions.stream().anyMatch(Version::isAvailable) ? Sign.yes(reason) : Sign.no(reason);
  }

  /** The versions that are available, and a remark on each that is not. */
  Description description() {
    Set<String> available = new TreeSet<>();
    Description told = Description.EMPTY;
    for (Version version : versions) {
      if (version.isAvailable()) {
        available.add(version.version());
      } else {
        told = told.and(Told.remark(version.toString()));
      }
    }
    return told.and(Told.versions("status.version", available));
  }
}

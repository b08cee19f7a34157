package dev.canary.app.web;

import java.util.Map;

/** Why a request is not done, for whoever asked. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Map<String, String> headers;

  Refusal(int status, String why, Map<String, String> headers) {
    super(why);
    this.status = status;
    this.headers = headers;
  }

  static Refusal of(int status, String why) {
    return new Refusal(status, why, Map.of());
  }

  /** Asked in a way that the path does not know. */
  static Refusal method(String allowed) {
    return new Refusal(
        Answer.METHOD_NOT_ALLOWED, "this path knows only " + allowed, Map.of("Allow", allowed));
  }

  /** Asked to change what can only be read. */
  static Refusal onlyRead() {
    return method("GET, HEAD");
  }

  int status() {
    return status;
  }

  Map<String, String> headers() {
    return headers;
  }

  String why() {
    return String.valueOf(getMessage());
  }
}

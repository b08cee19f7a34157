package dev.canary.app.web;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What is answered.
 *
 * @param status of HTTP
 * @param contentType of the body
 * @param body not copied
 * @param headers beside the content type
 */
@SuppressWarnings("ArrayRecordComponent") // on its way to a socket, never compared
record Answer(int status, String contentType, byte[] body, Map<String, String> headers) {
  static final String JSON = "application/json";
  private static final String HTML = "text/html; charset=utf-8";

  static final int OK = 200;
  static final int SEE_OTHER = 303;
  static final int BAD_REQUEST = 400;
  static final int UNAUTHORIZED = 401;
  static final int FORBIDDEN = 403;
  static final int NOT_FOUND = 404;
  static final int METHOD_NOT_ALLOWED = 405;
  static final int CONFLICT = 409;
  static final int TOO_LARGE = 413;
  static final int MISDIRECTED = 421;
  static final int FAILED = 500;
  static final int UNAVAILABLE = 503;

  static Answer json(int status, String json) {
    return new Answer(status, JSON, bytes(json + "\n"), Map.of("Cache-Control", "no-store"));
  }

  static Answer html(int status, String html) {
    return new Answer(status, HTML, bytes(html), Map.of("Cache-Control", "no-store"));
  }

  /** Sends a browser elsewhere after a form. */
  static Answer seeOther(String place) {
    return new Answer(SEE_OTHER, HTML, new byte[0], Map.of("Location", place));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

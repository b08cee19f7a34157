package dev.canary.app.web;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What somebody asks.
 *
 * @param method for example {@code GET}
 * @param path as it was sent: a name in it is percent-encoded
 * @param query the parameters after the path
 * @param headers by name, whatever its case
 * @param body as text
 */
record Request(
    String method,
    String path,
    Map<String, String> query,
    Function<String, Optional<String>> headers,
    String body) {

  Optional<String> header(String name) {
    return headers.apply(name);
  }

  boolean reads() {
    return method.equals("GET") || method.equals("HEAD");
  }
}

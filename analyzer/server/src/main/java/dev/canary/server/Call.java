package dev.canary.server;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A request over HTTP. */
final class Call {
  private final String method;
  private final List<String> path;
  private final Function<String, Optional<String>> headers;
  private final byte[] body;

  /**
   * A request.
   *
   * @param path decoded, cut at the slashes
   * @param headers the value of a header, by its name in any case
   */
  Call(String method, List<String> path, Function<String, Optional<String>> headers, byte[] body) {
    this.method = method;
    this.path = List.copyOf(path);
    this.headers = headers;
    this.body = body;
  }

  String method() {
    return method;
  }

  /** What of the path is not yet used. */
  List<String> path() {
    return path;
  }

  Optional<String> header(String name) {
    return headers.apply(name);
  }

  byte[] body() {
    return body;
  }

  /** Whether method and length of the path are these. */
  boolean is(String expectedMethod, int length) {
    return method.equals(expectedMethod) && path.size() == length;
  }

  /** The same request, its path without the first parts. */
  Call below(int parts) {
    return new Call(method, path.subList(parts, path.size()), headers, body);
  }
}

package dev.canary.app.web;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Names of watches and alerts in paths: they hold slashes and colons. */
final class Names {
  private Names() {}

  /** A name as one part of a path. */
  static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /**
   * The name that a part of a path means; slashes that a proxy has decoded are the name's own.
   *
   * @throws Refusal if it is not well encoded
   */
  static String decoded(String part) {
    try {
      return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refusal.of(Answer.BAD_REQUEST, "the path is not well encoded");
    }
  }
}

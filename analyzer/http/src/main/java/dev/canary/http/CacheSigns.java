package dev.canary.http;

import dev.canary.http.json.Quote;
import dev.canary.http.wire.WireAnswer;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether an answer says that it comes from a cache: then it proves nothing about the model.
 *
 * <p>Read are {@code Age} above 0 (RFC 9111 section 5.1), {@code Cache-Status} (RFC 9211) and every
 * other header that has {@code cache} in its name and a hit in its value: {@code X-Cache: Hit from
 * cloudfront}, {@code CF-Cache-Status: HIT}, {@code X-Cache-Hits: 1}, {@code cf-aig-cache-status},
 * {@code x-semantic-cache} and the like.
 */
final class CacheSigns {
  private static final Pattern HIT =
      Pattern.compile("(?i)(^|[^a-z])(tcp_(mem_)?|refresh)?hit([^a-z]|$)");
  private static final Pattern COUNTED = Pattern.compile("(^|.*[ ,])0*[1-9][0-9]*([ ,].*|$)");
  private static final Pattern ABOVE_ZERO = Pattern.compile("0*[1-9][0-9]*");

  private CacheSigns() {}

  /** The header that says so, as in {@code age: 12}. */
  static Optional<String> of(WireAnswer answer) {
    for (Map.Entry<String, String> header : answer.headers().entrySet()) {
      if (isHit(header.getKey(), header.getValue())) {
        return Optional.of(header.getKey() + ": " + Quote.start(header.getValue()));
      }
    }
    return Optional.empty();
  }

  private static boolean isHit(String name, String value) {
    if (name.equals("age")) {
      return ABOVE_ZERO.matcher(value.strip()).matches();
    }
    if (!name.contains("cache")) {
      return false;
    }
    return HIT.matcher(value).find() || (name.endsWith("hits") && COUNTED.matcher(value).matches());
  }
}

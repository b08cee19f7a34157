package dev.canary.http.wire;

import dev.canary.target.Phases;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What came back over the wire, whole, whatever its status.
 *
 * @param status of HTTP
 * @param headers by lower-case name; of a header that came twice, the values joined by commas;
 *     owned by this answer, not to be changed
 * @param body decoded from any content encoding; owned by this answer, not to be changed
 * @param phases where the time went
 * @param resent why the request was sent a second time on a fresh connection, when a pooled one
 *     died before it answered: a fault of the connection, not of the model
 */
@SuppressWarnings("ArrayRecordComponent") // Megabytes at times: handed over, not copied.
public record WireAnswer(
    int status, Map<String, String> headers, byte[] body, Phases phases, Optional<String> resent) {
  private static final int OK = 200;
  private static final int NEXT = 300;

  public WireAnswer {
    headers = Collections.unmodifiableMap(headers);
  }

  /**
   * An answer without a history, for example a recorded one.
   *
   * @param headers by name in any case
   */
  public static WireAnswer of(int status, Map<String, String> headers, byte[] body) {
    Map<String, String> lower = new HashMap<>();
    headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
    return new WireAnswer(status, lower, body, Phases.ofTotal(0), Optional.empty());
  }

  /** True for 200 to 299. */
  public boolean isOk() {
    return status >= OK && status < NEXT;
  }

  /** A header by its name in any case. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** The body as UTF-8 text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}

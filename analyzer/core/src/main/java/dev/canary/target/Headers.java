package dev.canary.target;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Headers that a suite sends with every request: plain values, no credentials.
 *
 * @param values by name, in the suite's order
 */
public record Headers(Map<String, String> values) {
  /** Names that hold credentials, belong to the connection, or are the probe's own. */
  public static final List<String> RESERVED =
      List.of(
          "authorization",
          "proxy-authorization",
          "cookie",
          "host",
          "connection",
          "content-length",
          "transfer-encoding",
          "accept-encoding",
          "user-agent",
          "x-canary-probe");

  /** RFC 9110, sections 5.1 and 5.6.2. */
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  /** RFC 9110, section 5.5, without the bytes that it calls obsolete. */
  private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");

  private static final String COLON = ": ";

  /**
   * Keeps a copy.
   *
   * @throws IllegalArgumentException if a name or a value is none; a value is not quoted
   */
  public Headers {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    values.forEach(
        (name, value) -> {
          if (!isName(name) || !isValue(value)) {
            throw new IllegalArgumentException("no header: " + name);
          }
        });
  }

  /** True if a header may have this name. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** True if a header may have this value. */
  public static boolean isValue(String text) {
    return VALUE.matcher(text).matches();
  }

  /** Those that an option of {@link Option.Kind#HEADERS} holds; none without a text. */
  public static Headers of(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    text.lines()
        .map(line -> line.split(COLON, 2))
        .forEach(parts -> values.put(parts[0], parts.length > 1 ? parts[1] : ""));
    return new Headers(values);
  }

  /** One a line, as an option holds them. */
  public String text() {
    return values.entrySet().stream()
        .map(header -> header.getKey() + COLON + header.getValue())
        .collect(Collectors.joining("\n"));
  }
}

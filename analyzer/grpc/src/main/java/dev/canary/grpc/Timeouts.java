package dev.canary.grpc;

import dev.canary.target.LoadException;
import dev.canary.target.Option;
import dev.canary.target.Option.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How long each phase of a request may last, by the same names and for as long as over HTTP.
 *
 * @param connect until there is a connection, name look-up included; and after that, or after the
 *     handshake of TLS, until the server says that it speaks HTTP/2
 * @param tls until the handshake of TLS is done
 * @param firstByte from the request sent to the headers of the answer
 * @param total from the start to the end of the answer, whatever happens between
 */
record Timeouts(Duration connect, Duration tls, Duration firstByte, Duration total) {
  private static final String CONNECT = "timeouts.connect";
  private static final String TLS = "timeouts.tls";
  private static final String FIRST_BYTE = "timeouts.firstByte";
  private static final String TOTAL = "timeouts.total";
  private static final Timeouts DEFAULT =
      new Timeouts(
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30));
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(1);

  /** What {@code target} may hold. */
  static final List<Option> OPTIONS =
      List.of(
          Option.of(CONNECT, Kind.DURATION),
          Option.of(TLS, Kind.DURATION),
          Option.of(FIRST_BYTE, Kind.DURATION),
          Option.of(TOTAL, Kind.DURATION));

  /**
   * Those that options name, the rest at their defaults.
   *
   * @throws LoadException naming one that is too short or too long
   */
  static Timeouts of(Map<String, String> options) throws LoadException {
    return new Timeouts(
        duration(options, CONNECT, DEFAULT.connect),
        duration(options, TLS, DEFAULT.tls),
        duration(options, FIRST_BYTE, DEFAULT.firstByte),
        duration(options, TOTAL, DEFAULT.total));
  }

  private static Duration duration(Map<String, String> options, String key, Duration withoutOne)
      throws LoadException {
    String text = options.get(key);
    Duration duration = text == null ? withoutOne : Duration.parse(text);
    if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
      throw new LoadException(
          "target.%s is %s; allowed are 1 ms to 1 day".formatted(key, duration));
    }
    return duration;
  }
}

package dev.canary.http;

import dev.canary.http.wire.WireSettings;
import dev.canary.target.Headers;
import dev.canary.target.LoadException;
import dev.canary.target.Option;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How a server is treated: how much it is asked at once, how long it is waited for.
 *
 * @param concurrency how many requests may be under way at once
 * @param rowsPerSecond the schedule by which rows are sent; empty: each as soon as one may
 * @param timeouts of one request
 * @param maxAnswerBytes the most that is read of one answer
 * @param headers sent with every request; no credentials
 * @param backOff the longest that one request waits in all because the server asks to come later
 * @param warmUps how many requests are sent before anything is measured
 */
record Manners(
    int concurrency,
    OptionalDouble rowsPerSecond,
    WireSettings.Timeouts timeouts,
    int maxAnswerBytes,
    Headers headers,
    Duration backOff,
    int warmUps) {
  static final Duration CONNECT = Duration.ofSeconds(2);
  static final Duration TLS = Duration.ofSeconds(5);
  static final Duration FIRST_BYTE = Duration.ofSeconds(10);
  static final Duration TOTAL = Duration.ofSeconds(30);
  static final int MAX_ANSWER_BYTES = 64 << 20;

  private static final int LONGEST_ANSWER = 1 << 30;
  static final Duration BACK_OFF = Duration.ofSeconds(10);

  /** What suite.yaml may say. */
  static final List<Option> OPTIONS =
      List.of(
          Option.of("concurrency", Option.Kind.COUNT),
          Option.of("rowsPerSecond", Option.Kind.POSITIVE),
          Option.of("timeouts.connect", Option.Kind.DURATION),
          Option.of("timeouts.tls", Option.Kind.DURATION),
          Option.of("timeouts.firstByte", Option.Kind.DURATION),
          Option.of("timeouts.total", Option.Kind.DURATION),
          Option.of("maxAnswer", Option.Kind.SIZE),
          Option.headers("headers", Headers.RESERVED),
          Option.of("backOff.limit", Option.Kind.DURATION),
          Option.of("warmUp.requests", Option.Kind.COUNT));

  /**
   * The manners that options ask for, the rest at their defaults.
   *
   * @throws LoadException naming what cannot be
   */
  static Manners of(Map<String, String> options) throws LoadException {
    String rate = options.get("rowsPerSecond");
    return new Manners(
        Integer.parseInt(options.getOrDefault("concurrency", "1")),
        rate == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(rate)),
        timeouts(options),
        maxAnswer(options),
        Headers.of(options.getOrDefault("headers", "")),
        duration(options, "backOff.limit", BACK_OFF),
        Integer.parseInt(options.getOrDefault("warmUp.requests", "0")));
  }

  private static WireSettings.Timeouts timeouts(Map<String, String> options) throws LoadException {
    try {
      return new WireSettings.Timeouts(
          duration(options, "timeouts.connect", CONNECT),
          duration(options, "timeouts.tls", TLS),
          duration(options, "timeouts.firstByte", FIRST_BYTE),
          duration(options, "timeouts.total", TOTAL));
    } catch (IllegalArgumentException e) {
      throw new LoadException("target.timeouts: " + e.getMessage(), e);
    }
  }

  private static int maxAnswer(Map<String, String> options) throws LoadException {
    long bytes =
        Long.parseLong(options.getOrDefault("maxAnswer", Integer.toString(MAX_ANSWER_BYTES)));
    if (bytes > LONGEST_ANSWER) {
      throw new LoadException("target.maxAnswer is %d bytes; allowed is 1GiB".formatted(bytes));
    }
    return (int) bytes;
  }

  private static Duration duration(Map<String, String> options, String key, Duration or) {
    return options.containsKey(key) ? Duration.parse(options.get(key)) : or;
  }
}

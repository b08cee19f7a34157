package dev.canary.http.wire;

import java.time.Duration;
import java.util.Optional;

/**
 * How one target's requests are sent.
 *
 * @param timeouts for each phase
 * @param maxAnswerBytes the longest answer that is read, decoded; 1 to 2^30
 * @param tls whom to trust, and how to be trusted
 * @param concurrency how many connections to one server are kept open between requests: as many as
 *     there are requests at once
 */
public record WireSettings(
    Timeouts timeouts, int maxAnswerBytes, TlsSettings tls, int concurrency) {
  private static final int LONGEST = 1 << 30;

  /** 64 MiB at most, the system's trust, one request at a time. */
  public static final WireSettings DEFAULT =
      new WireSettings(Timeouts.DEFAULT, 1 << 26, TlsSettings.SYSTEM, 1);

  public WireSettings {
    if (maxAnswerBytes < 1 || maxAnswerBytes > LONGEST) {
      throw new IllegalArgumentException(
          "an answer of at most " + maxAnswerBytes + " bytes; allowed are 1 to " + LONGEST);
    }
    if (concurrency < 1) {
      throw new IllegalArgumentException("concurrency " + concurrency + "; allowed is 1 and more");
    }
  }

  /**
   * How long each phase may last. A phase that is cut ends within a few milliseconds of it.
   *
   * @param connect until there is a connection, name look-up included
   * @param tls until the TLS handshake is done
   * @param firstByte from the request sent to the first byte of the answer
   * @param total from the start to the last byte, whatever happens between
   */
  public record Timeouts(Duration connect, Duration tls, Duration firstByte, Duration total) {
    private static final Duration LONGEST = Duration.ofDays(1);

    /** 5 s to connect, 5 s for TLS, 30 s to the first byte, 60 s in all. */
    public static final Timeouts DEFAULT =
        new Timeouts(
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60));

    public Timeouts {
      check("connect", connect);
      check("tls", tls);
      check("first byte", firstByte);
      check("total", total);
    }

    private static void check(String phase, Duration timeout) {
      if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            "time-out " + phase + " of " + timeout + "; allowed are 1 ms to 1 day");
      }
    }
  }

  /** These settings with other time-outs. */
  public WireSettings with(Timeouts other) {
    return new WireSettings(other, maxAnswerBytes, tls, concurrency);
  }

  /** These settings with other trust. */
  public WireSettings with(TlsSettings other) {
    return new WireSettings(timeouts, maxAnswerBytes, other, concurrency);
  }

  /** These settings with another longest answer. */
  public WireSettings withMaxAnswerBytes(int other) {
    return new WireSettings(timeouts, other, tls, concurrency);
  }

  /** These settings for so many requests at once. */
  public WireSettings withConcurrency(int other) {
    return new WireSettings(timeouts, maxAnswerBytes, tls, other);
  }

  /** What whoever runs this must be told, in a sentence. */
  public Optional<String> warning() {
    return tls.warning();
  }
}

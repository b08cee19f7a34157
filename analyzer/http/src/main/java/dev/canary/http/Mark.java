package dev.canary.http;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What tells a probe's requests from those of users, in a server's logs: the user agent, a header
 * and the request's id, which is another one for every request ever sent. Thread-safe.
 */
final class Mark {
  static final String HEADER = "X-Canary-Probe";
  static final String USER_AGENT = "User-Agent";

  /** The version is that of the jar. */
  private static final String NAME_AND_VERSION =
      "canary-analyzer/"
          + Optional.ofNullable(Mark.class.getPackage().getImplementationVersion()).orElse("dev");

  private static final int RUN_DIGITS = 12;
  private static final int LONGEST_CASE = 64;

  private final String run;
  private final AtomicLong sent = new AtomicLong();

  /** The mark of a new replay. */
  Mark() {
    this.run = UUID.randomUUID().toString().replace("-", "").substring(0, RUN_DIGITS);
  }

  /** A new id for a request that sends a case, as in {@code 3f2a90c1b7d4-17-case-0009}. */
  String id(String caseId) {
    StringBuilder id =
        new StringBuilder(run).append('-').append(sent.incrementAndGet()).append('-');
    int length = Math.min(caseId.length(), LONGEST_CASE);
    for (int i = 0; i < length; i++) {
      char c = caseId.charAt(i);
      id.append(isPlain(c) ? c : '_');
    }
    return id.toString();
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '_'
        || c == '-';
  }

  /** Adds the headers that carry the mark. */
  static void put(String id, Map<String, String> headers) {
    headers.put(USER_AGENT, userAgent());
    headers.put(HEADER, id);
  }

  /** Name and version of this prober. */
  static String userAgent() {
    return NAME_AND_VERSION;
  }
}

package dev.canary.target;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What tells a probe's requests from those of users, in a server's logs: the name of the prober,
 * and an id, which is another one for every request ever sent. Thread-safe.
 */
public final class Mark {
  /** Name and version of this prober, as a user agent; the version is that of the jar. */
  public static final String PROBER =
      "canary-analyzer/"
          + Optional.ofNullable(Mark.class.getPackage().getImplementationVersion()).orElse("dev");

  private static final int RUN_DIGITS = 12;
  private static final int LONGEST = 64;

  private final String run;
  private final AtomicLong sent = new AtomicLong();

  /**
   * The mark of one replay.
   *
   * @param run its own, drawn at random
   */
  public Mark(UUID run) {
    this.run = run.toString().replace("-", "").substring(0, RUN_DIGITS);
  }

  /**
   * A new id for a request, as in {@code 3f2a90c1b7d4-17-case-0009}.
   *
   * @param what it is about: a case, say; shown by 64 plain characters at most
   */
  public String id(String what) {
    StringBuilder id =
        new StringBuilder(run).append('-').append(sent.incrementAndGet()).append('-');
    int length = Math.min(what.length(), LONGEST);
    for (int i = 0; i < length; i++) {
      char c = what.charAt(i);
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
}

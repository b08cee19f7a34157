package dev.canary.grpc;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * Makes the ids by which a server's logs tell a probe's requests from those of users: another one
 * for every request ever sent. Thread-safe.
 */
final class Mark {
  private static final Pattern ODD = Pattern.compile("[^A-Za-z0-9._-]");
  private static final int RUN_DIGITS = 12;
  private static final int LONGEST_CASE = 64;

  private final String run = UUID.randomUUID().toString().replace("-", "").substring(0, RUN_DIGITS);
  private final AtomicLong sent = new AtomicLong();

  /** A new id for a request about something, as in {@code 3f2a90c1b7d4-17-case-0009}. */
  String id(String what) {
    String shown = what.substring(0, Math.min(what.length(), LONGEST_CASE));
    return run + '-' + sent.incrementAndGet() + '-' + ODD.matcher(shown).replaceAll("_");
  }
}

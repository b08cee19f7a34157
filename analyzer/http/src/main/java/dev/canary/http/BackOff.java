package dev.canary.http;

import dev.canary.http.wire.WireAnswer;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How long to wait before a request that the server refused for now is sent again.
 *
 * <p>Refused for now is 429, and 503 (RFC 9110 section 15.6.4; RFC 6585 section 4). {@code
 * Retry-After} is obeyed as long as all waits of one request stay below a limit; without it the
 * waits double from {@value #FIRST_MILLIS} ms, a few times only, each shortened by up to a quarter
 * as the request's id says: requests refused together do not come back together, and the same
 * replay waits the same times.
 *
 * @param limit of all waits of one request together
 */
record BackOff(Duration limit) {
  static final int FIRST_MILLIS = 100;

  private static final int TOO_MANY = 429;
  private static final int UNAVAILABLE = 503;
  private static final int MOST_GUESSES = 4;
  private static final int MOST_DIGITS = 15;
  private static final int SHARES = 256;

  /** True if the server asks to come back later. */
  static boolean isRefused(WireAnswer answer) {
    return answer.status() == TOO_MANY || answer.status() == UNAVAILABLE;
  }

  /**
   * The wait after a refusal.
   *
   * @param refusals how many there were, this one included
   * @param spent what was waited before
   * @return empty if the request is not to be sent again
   */
  Optional<Duration> after(
      WireAnswer refusal, int refusals, Duration spent, String id, Instant now) {
    Duration own = guess(refusals, id);
    OptionalLong asked = retryAfterMillis(refusal, now);
    if (asked.isEmpty() && refusals > MOST_GUESSES) {
      return Optional.empty();
    }
    Duration wait =
        asked.isPresent() && asked.getAsLong() > own.toMillis()
            ? Duration.ofMillis(asked.getAsLong())
            : own;
    return wait.compareTo(limit.minus(spent)) > 0 ? Optional.empty() : Optional.of(wait);
  }

  /** What the server asks for beyond the limit, in words; empty if that is not why it is left. */
  Optional<String> beyond(WireAnswer refusal, Duration spent, Instant now) {
    OptionalLong asked = retryAfterMillis(refusal, now);
    if (asked.isEmpty()
        || Duration.ofMillis(asked.getAsLong()).compareTo(limit.minus(spent)) <= 0) {
      return Optional.empty();
    }
    String passed = spent.isZero() ? "" : ", of which %s s have passed".formatted(seconds(spent));
    return Optional.of(
        "the server asks to wait %s s; the target waits at most %s s%s"
            .formatted(seconds(Duration.ofMillis(asked.getAsLong())), seconds(limit), passed));
  }

  private static String seconds(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString();
  }

  private static Duration guess(int refusals, String id) {
    long full = (long) FIRST_MILLIS << Math.min(refusals - 1, 20);
    int share = Math.floorMod(id.hashCode() * 31 + refusals, SHARES);
    return Duration.ofMillis(full - full * share / (4L * SHARES));
  }

  /** Seconds or a date (RFC 9110 section 10.2.3); empty if it is neither. */
  private static OptionalLong retryAfterMillis(WireAnswer refusal, Instant now) {
    String text = refusal.header("Retry-After").orElse("").strip();
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      // A number too long to parse is beyond every limit.
      boolean isCounted = text.length() <= MOST_DIGITS;
      return OptionalLong.of(isCounted ? Long.parseLong(text) * 1000 : Long.MAX_VALUE);
    }
    return date(text)
        .map(at -> Duration.between(serverTime(refusal, now), at).toMillis())
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  /** A date is by the server's clock, which its answer tells. */
  private static Instant serverTime(WireAnswer refusal, Instant now) {
    return refusal.header("Date").flatMap(BackOff::date).orElse(now);
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}

package dev.canary.format;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** The spelling of single values, as YAML 1.2's core schema and JSON have it. */
final class Scalars {
  static final String DURATIONS = "a duration like 200ms, 10s, 5m, 24h or 90d";

  private static final int LONGEST_WHOLE = 12;
  private static final Set<String> WORDS =
      Set.of("true", "True", "TRUE", "false", "False", "FALSE", "null", "~", "");
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private Scalars() {}

  static boolean isNumber(String text) {
    return Decimals.isDecimal(text);
  }

  static boolean isWord(String text) {
    return WORDS.contains(text);
  }

  /** A finite decimal number. */
  static OptionalDouble number(Node.Scalar scalar) {
    if (scalar.style() == Node.Style.QUOTED || !isNumber(scalar.text())) {
      return OptionalDouble.empty();
    }
    double value = Decimals.toDouble(scalar.text());
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  /** A number or an infinity: {@code .inf} in YAML, {@code "Infinity"} in JSON. */
  static OptionalDouble bound(Node.Scalar scalar) {
    return switch (scalar.text()) {
      case ".inf", "+.inf", "Infinity" -> OptionalDouble.of(Double.POSITIVE_INFINITY);
      case "-.inf", "-Infinity" -> OptionalDouble.of(Double.NEGATIVE_INFINITY);
      default -> number(scalar);
    };
  }

  /** A whole number of 32 bits. */
  static Optional<Integer> whole(Node.Scalar scalar) {
    if (scalar.style() == Node.Style.QUOTED) {
      return Optional.empty();
    }
    return Numbers.whole(scalar.text())
        .filter(value -> value == value.intValue())
        .map(Long::intValue);
  }

  static Optional<Boolean> flag(Node.Scalar scalar) {
    if (scalar.style() == Node.Style.QUOTED) {
      return Optional.empty();
    }
    return switch (scalar.text()) {
      case "true", "True", "TRUE" -> Optional.of(true);
      case "false", "False", "FALSE" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  /** A whole number with a unit. */
  static Optional<Duration> duration(String text) {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    Duration unit =
        switch (text.substring(digits)) {
          case "ms" -> Duration.ofMillis(1);
          case "s" -> Duration.ofSeconds(1);
          case "m" -> Duration.ofMinutes(1);
          case "h" -> Duration.ofHours(1);
          case "d" -> Duration.ofDays(1);
          default -> Duration.ZERO;
        };
    if (digits == 0 || digits > LONGEST_WHOLE || unit.isZero()) {
      return Optional.empty();
    }
    Duration duration = unit.multipliedBy(Long.parseLong(text.substring(0, digits)));
    return duration.compareTo(LONGEST) <= 0 ? Optional.of(duration) : Optional.empty();
  }
}

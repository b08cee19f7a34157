package dev.canary.format;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The spelling of single values, as YAML 1.2's core schema and JSON have it. */
final class Scalars {
  static final String DURATIONS = "a duration like 200ms, 10s, 5m, 24h or 90d";

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]{1,10}");
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,12})(ms|s|m|h|d)");
  private static final Set<String> WORDS =
      Set.of("true", "True", "TRUE", "false", "False", "FALSE", "null", "~", "");
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private Scalars() {}

  static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches();
  }

  static boolean isWord(String text) {
    return WORDS.contains(text);
  }

  /** A finite decimal number. */
  static OptionalDouble number(Node.Scalar scalar) {
    if (scalar.style() == Node.Style.QUOTED || !isNumber(scalar.text())) {
      return OptionalDouble.empty();
    }
    double value = Double.parseDouble(scalar.text());
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
    if (scalar.style() == Node.Style.QUOTED || !WHOLE.matcher(scalar.text()).matches()) {
      return Optional.empty();
    }
    long value = Long.parseLong(scalar.text());
    return value == (int) value ? Optional.of((int) value) : Optional.empty();
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
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long amount = Long.parseLong(matcher.group(1));
    Duration unit =
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(1);
          case "s" -> Duration.ofSeconds(1);
          case "m" -> Duration.ofMinutes(1);
          case "h" -> Duration.ofHours(1);
          default -> Duration.ofDays(1);
        };
    Duration duration = unit.multipliedBy(amount);
    return duration.compareTo(LONGEST) <= 0 ? Optional.of(duration) : Optional.empty();
  }
}

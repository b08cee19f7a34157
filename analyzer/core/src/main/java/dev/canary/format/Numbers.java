package dev.canary.format;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.NumberOutput;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Numbers in JSON, without loss: the shortest decimal that reads back as the same double, and the
 * strings {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"} for what JSON cannot say.
 */
public final class Numbers {
  private Numbers() {}

  /**
   * The spelling of a double, the same on every Java (which {@code Double.toString} is not: it
   * became shortest in Java 19).
   */
  public static String text(double value) {
    return NumberOutput.toString(value, true);
  }

  /** The spelling of a float. */
  public static String text(float value) {
    return NumberOutput.toString(value, true);
  }

  /** Writes a double as a number, or as a string where it is not finite. */
  public static void write(JsonGenerator json, double value) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumber(text(value));
    } else {
      json.writeString(text(value));
    }
  }

  /** Writes a float as a number, or as a string where it is not finite. */
  public static void write(JsonGenerator json, float value) throws IOException {
    if (Float.isFinite(value)) {
      json.writeNumber(text(value));
    } else {
      json.writeString(text(value));
    }
  }

  /** The double of a JSON number or of one of the three strings. */
  static OptionalDouble read(Node.Scalar scalar) {
    if (scalar.style() == Node.Style.QUOTED) {
      return nonFinite(scalar.text()).map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
    }
    return Scalars.number(scalar);
  }

  static Optional<Double> nonFinite(String text) {
    return switch (text) {
      case "NaN" -> Optional.of(Double.NaN);
      case "Infinity" -> Optional.of(Double.POSITIVE_INFINITY);
      case "-Infinity" -> Optional.of(Double.NEGATIVE_INFINITY);
      default -> Optional.empty();
    };
  }

  /** The 64 bits of a whole number that is not negative, if it fits them without a sign. */
  static Optional<Long> unsigned(String text) {
    try {
      return Optional.of(Long.parseUnsignedLong(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The value of a whole number without sign plus, if it fits 64 bits. */
  static Optional<Long> whole(String text) {
    try {
      return Optional.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}

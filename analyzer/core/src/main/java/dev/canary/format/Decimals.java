package dev.canary.format;

import com.fasterxml.jackson.core.io.NumberInput;
import dev.canary.tensor.BFloat16;
import dev.canary.tensor.Half;
import java.math.BigDecimal;

/**
 * Turns decimal numbers into the nearest binary ones, rounding once: a float is never rounded from
 * an already rounded double.
 *
 * <p>Jackson's parser (W. Randelshofer's, after D. Lemire, Number Parsing at a Gigabyte per Second,
 * 2021) takes a third of the time of the JDK's in a cold start.
 */
public final class Decimals {
  // Ties of binary16 and, with three more zeros, of bfloat16.
  private static final long BELOW_HALFWAY = (1L << 41) - 1;

  /** What a double holds beyond a float, and that part of a double between two floats. */
  private static final long BEYOND_FLOAT = (1L << 29) - 1;

  private static final long HALFWAY = 1L << 28;

  /** So many digits and such a power of ten are doubles exactly. */
  private static final int EXACT_DIGITS = 15;

  private static final double[] POWERS = powers();

  private Decimals() {}

  /** True for a decimal number: a sign, digits, a point among or before them, an exponent. */
  static boolean isDecimal(String text) {
    int at = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    int afterWhole = skipDigits(text, at);
    boolean point = afterWhole < text.length() && text.charAt(afterWhole) == '.';
    int afterFraction = point ? skipDigits(text, afterWhole + 1) : afterWhole;
    int count = afterFraction - at - (point ? 1 : 0);
    if (count == 0 || afterFraction == text.length()) {
      return count > 0;
    }
    char e = text.charAt(afterFraction);
    int power = afterFraction + 1;
    if (power < text.length() && (text.charAt(power) == '-' || text.charAt(power) == '+')) {
      power++;
    }
    boolean digits = power < text.length() && skipDigits(text, power) == text.length();
    return (e == 'e' || e == 'E') && digits;
  }

  private static int skipDigits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  /** The double nearest to a {@linkplain #isDecimal decimal number}. */
  static double toDouble(String decimal) {
    return NumberInput.parseDouble(decimal, true);
  }

  /** The double nearest to a decimal number. */
  public static double toDouble(char[] chars, int start, int end) {
    double plain = plain(chars, start, end);
    return Double.isNaN(plain) ? NumberInput.parseDouble(chars, start, end - start, true) : plain;
  }

  /** The float nearest to a decimal number. */
  public static float toFloat(char[] chars, int start, int end) {
    double plain = plain(chars, start, end);
    boolean tie = (Double.doubleToRawLongBits(plain) & BEYOND_FLOAT) == HALFWAY;
    return tie || Double.isNaN(plain)
        ? NumberInput.parseFloat(chars, start, end - start, true)
        : (float) plain;
  }

  /**
   * The double nearest to a number of few digits without an exponent, as most are; NaN for another.
   * Its digits and the power of ten below them are doubles exactly, so that only their quotient is
   * rounded (W. Clinger, How to Read Floating Point Numbers Accurately, 1990).
   */
  private static double plain(char[] chars, int start, int end) {
    boolean negative = start < end && chars[start] == '-';
    int first = negative ? start + 1 : start;
    if (end - first > EXACT_DIGITS + 1) {
      return Double.NaN;
    }
    int point = end;
    long digits = 0;
    for (int i = first; i < end; i++) {
      char c = chars[i];
      if (c >= '0' && c <= '9') {
        digits = 10 * digits + (c - '0');
      } else if (c == '.' && point == end) {
        point = i;
      } else {
        return Double.NaN;
      }
    }
    if (point == end && end - first > EXACT_DIGITS) {
      return Double.NaN;
    }
    double value = digits / POWERS[Math.max(0, end - point - 1)];
    return negative ? -value : value;
  }

  private static double[] powers() {
    double[] powers = new double[EXACT_DIGITS + 1];
    powers[0] = 1;
    for (int i = 1; i <= EXACT_DIGITS; i++) {
      powers[i] = 10 * powers[i - 1];
    }
    return powers;
  }

  /** The binary16 nearest to a decimal number. */
  public static short toHalf(char[] chars, int start, int end) {
    return Half.fromDouble(besideTies(chars, start, end));
  }

  /** The bfloat16 nearest to a decimal number. */
  public static short toBFloat16(char[] chars, int start, int end) {
    return BFloat16.fromDouble(besideTies(chars, start, end));
  }

  /** The nearest double, but for a tie between two shorter floats, which must be a true one. */
  private static double besideTies(char[] chars, int start, int end) {
    double value = toDouble(chars, start, end);
    if (Double.isFinite(value)
        && value != 0
        && (Double.doubleToRawLongBits(value) & BELOW_HALFWAY) == 0) {
      BigDecimal written = new BigDecimal(chars, start, end - start);
      value = nudge(value, written.compareTo(new BigDecimal(value)));
    }
    return value;
  }

  /** Breaks a tie that the first rounding made, by one unit in the direction of the truth. */
  private static double nudge(double value, int direction) {
    if (direction == 0) {
      return value;
    }
    return direction > 0 ? Math.nextUp(value) : Math.nextDown(value);
  }
}
